import * as vscode from "vscode";
import { Disposable } from "../disposable.ts";
import { isOngoing } from "../execution/stateKinds.ts";
import type { RunLibrary } from "../execution/runLibrary.ts";
import { contextKeys } from "../ids.ts";
import { Later } from "./later.ts";
import { Throttle } from "./throttle.ts";
import type { ArchitectureTree } from "./trees/architectureTree.ts";

/** Keeps the context keys that `when` clauses read as things are. `hasClamped` is set by commands that clamp. */
export class ContextKeys extends Disposable {
  readonly #library: RunLibrary;
  readonly #architecture: ArchitectureTree;
  readonly #values = new Map<string, boolean | number>();

  constructor(library: RunLibrary, architecture: ArchitectureTree) {
    super();
    this.#library = library;
    this.#architecture = architecture;
    const runs = this.register(
      new Throttle(250, () => {
        this.#updateRuns();
      }),
    );
    this.register(
      library.onDidChange(() => {
        runs.request();
      }),
    );
    this.register(
      architecture.onDidChange(() => {
        this.#updateArchitecture();
      }),
    );
    this.#updateArchitecture();
    this.register(
      new Later(() => {
        runs.request();
      }),
    );
  }

  #updateRuns(): void {
    const { runs } = this.#library;
    this.#set(contextKeys.hasRuns, runs.length > 0);
    this.#set(
      contextKeys.hasActiveRuns,
      runs.some(({ state }) => isOngoing(state)),
    );
  }

  #updateArchitecture(): void {
    this.#set(contextKeys.hasArchitecture, this.#architecture.subject !== null);
    this.#set(contextKeys.tickedHeads, this.#architecture.tickedHeads.length);
  }

  #set(key: string, value: boolean | number): void {
    if (this.#values.get(key) === value) return;
    this.#values.set(key, value);
    void vscode.commands.executeCommand("setContext", key, value);
  }
}
