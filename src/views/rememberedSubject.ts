import type * as vscode from "vscode";
import * as z from "zod";
import { Disposable } from "../disposable.ts";
import type { DisposableLike } from "../disposable.ts";
import type { RunLibrary } from "../execution/runLibrary.ts";
import type { ExperimentFiles } from "./experimentFiles.ts";
import { experimentItemKey } from "./experimentItemKey.ts";
import { Later } from "./later.ts";
import type { ArchitectureSubject } from "./trees/architectureSubject.ts";
import type { ArchitectureTree } from "./trees/architectureTree.ts";

/** What the subject is remembered of, and looked up in. */
export interface SubjectOwners {
  readonly architectureTree: Pick<ArchitectureTree, "subject" | "show" | "onDidChange">;
  readonly library: Pick<RunLibrary, "find" | "onDidChange">;
  readonly experiments: Pick<ExperimentFiles, "items" | "onDidChange">;
}

const memoryKey = "optoscope.architecture";
const savedSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("run"), id: z.string() }),
  z.object({ kind: z.literal("experiment"), key: z.string() }),
]);

type Saved = z.output<typeof savedSchema>;

/** Shows again in the Architecture view, after a reload of the window, what it showed before. */
export class RememberedSubject extends Disposable {
  readonly #memory: Pick<vscode.Memento, "get" | "update">;
  readonly #owners: SubjectOwners;
  #waiting: readonly DisposableLike[] = [];

  constructor(memory: Pick<vscode.Memento, "get" | "update">, owners: SubjectOwners) {
    super();
    this.#memory = memory;
    this.#owners = owners;
    this.register(
      owners.architectureTree.onDidChange(() => {
        this.#stopWaiting();
        const { subject } = owners.architectureTree;
        void memory.update(memoryKey, subject === null ? undefined : savedOf(subject));
      }),
    );
    this.register(
      new Later(() => {
        this.#bringBack();
      }),
    );
    this.register({
      dispose: () => {
        this.#stopWaiting();
      },
    });
  }

  /** Shows what was remembered, now or as soon as it is known, unless something else is shown before. */
  #bringBack(): void {
    const saved = savedSchema.safeParse(this.#memory.get(memoryKey)).data;
    const { architectureTree, library, experiments } = this.#owners;
    if (saved === undefined || architectureTree.subject !== null) return;
    const attempt = () => {
      const subject = this.#find(saved);
      if (subject !== null) architectureTree.show(subject);
    };
    this.#waiting = [saved.kind === "run" ? library.onDidChange(attempt) : experiments.onDidChange(attempt)];
    attempt();
  }

  #find(saved: Saved): ArchitectureSubject | null {
    const { library, experiments } = this.#owners;
    if (saved.kind === "run")
      return library.find(saved.id) === undefined ? null : { kind: "run", id: saved.id };
    const item = experiments.items.find((each) => experimentItemKey(each) === saved.key);
    return item === undefined ? null : { kind: "experiment", item };
  }

  #stopWaiting(): void {
    for (const listener of this.#waiting) listener.dispose();
    this.#waiting = [];
  }
}

function savedOf(subject: ArchitectureSubject): Saved {
  return subject.kind === "run"
    ? { kind: "run", id: subject.id }
    : { kind: "experiment", key: experimentItemKey(subject.item) };
}
