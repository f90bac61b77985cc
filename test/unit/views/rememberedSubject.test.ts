import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Emitter } from "../../../src/emitter.ts";
import type { RunLibraryChange } from "../../../src/execution/runLibrary.ts";
import { presets } from "../../../src/experiment/presets.ts";
import type { ExperimentItem } from "../../../src/views/experimentItem.ts";
import { RememberedSubject } from "../../../src/views/rememberedSubject.ts";
import type { ArchitectureSubject } from "../../../src/views/trees/architectureSubject.ts";
import { sampleEntry } from "./sampleEntry.ts";

const entry = sampleEntry();
const run: ArchitectureSubject = { kind: "run", id: entry.id };
const item: ExperimentItem = { kind: "preset", preset: presets[0]! };

/** A window with its memory: what it knows comes later. */
function openWindow(memory: Map<string, unknown>) {
  const changed = new Emitter<undefined>();
  const libraryChanged = new Emitter<RunLibraryChange>();
  const experimentsChanged = new Emitter<undefined>();
  let subject: ArchitectureSubject | null = null;
  let isKnown = false;
  const show = (next: ArchitectureSubject | null) => {
    subject = next;
    changed.fire(undefined);
  };
  const remembered = new RememberedSubject(
    {
      get: (key: string) => memory.get(key) as undefined,
      update: (key, value: unknown) => {
        memory.set(key, structuredClone(value));
        return Promise.resolve();
      },
    },
    {
      architectureTree: {
        onDidChange: changed.event,
        show,
        get subject() {
          return subject;
        },
      },
      library: { onDidChange: libraryChanged.event, find: () => (isKnown ? entry : undefined) },
      experiments: {
        onDidChange: experimentsChanged.event,
        get items() {
          return isKnown ? [item] : [];
        },
      },
    },
  );
  return {
    show,
    shown: () => subject,
    close: () => {
      remembered.dispose();
    },
    learn: () => {
      isKnown = true;
      libraryChanged.fire({ added: [], removed: [], changed: [] });
      experimentsChanged.fire(undefined);
    },
  };
}

describe("what the Architecture view showed", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  test.each([
    ["a run", run],
    ["an experiment", { kind: "experiment", item } as const],
  ])("%s is shown again after a reload, as soon as it is known", (_, subject) => {
    const memory = new Map<string, unknown>();
    const before = openWindow(memory);
    before.show(subject);
    before.close();
    const after = openWindow(memory);
    vi.runAllTimers();
    expect(after.shown()).toBeNull();
    after.learn();
    expect(after.shown()).toEqual(subject);
  });

  test("is not shown where something else was chosen meanwhile", () => {
    const memory = new Map<string, unknown>();
    openWindow(memory).show(run);
    const after = openWindow(memory);
    vi.runAllTimers();
    after.show({ kind: "experiment", item });
    after.learn();
    expect(after.shown()).toEqual({ kind: "experiment", item });
  });

  test("is forgotten with what is shown no more, and a memory that makes no sense is none", () => {
    const memory = new Map<string, unknown>();
    const before = openWindow(memory);
    before.show(run);
    before.show(null);
    expect([...memory.values()]).toEqual([undefined]);
    const damaged = openWindow(new Map([[[...memory.keys()][0]!, { kind: "run" }]]));
    vi.runAllTimers();
    damaged.learn();
    expect(damaged.shown()).toBeNull();
  });
});
