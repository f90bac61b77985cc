import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { RunLibrary } from "../../../../src/execution/runLibrary.ts";
import type { RunEvent } from "../../../../src/runs/runEvents.ts";
import { encodeMetricsLine } from "../../../../src/runs/metricsLine.ts";
import { ToldRuns } from "../../../../src/views/panels/toldRuns.ts";
import { emptyRoot, writeRun } from "../../execution/libraryFixture.ts";
import { sampleMetrics } from "../../runs/runFixtures.ts";

const time = "2026-03-01T14:25:30.000Z";

function save(folder: string, sequences: number): RunEvent {
  const file = join("checkpoints", `${sequences}.safetensors`);
  mkdirSync(join(folder, "checkpoints"), { recursive: true });
  writeFileSync(join(folder, file), "");
  return { kind: "checkpoint", sequences, time, file };
}

function append(folder: string, file: string, line: string): void {
  appendFileSync(join(folder, file), `${line}\n`);
}

function open(root: string): Pick<RunLibrary, "find"> {
  // A library tells at most ten times a second: each look of these tests is at what is there.
  return {
    find: (id) => {
      const library = new RunLibrary(root);
      const entry = library.find(id);
      library.dispose();
      return entry;
    },
  };
}

describe("what a panel is told of its runs", () => {
  test("is everything, then what is new", () => {
    const root = emptyRoot();
    const folder = writeRun(root, "a");
    save(folder, 320);
    save(folder, 32);
    const told = new ToldRuns(open(root));
    const { runs, missing } = told.everything(["a"]);
    expect(missing).toEqual([]);
    expect(runs).toMatchObject([{ id: "a", state: "finished", checkpoints: [32, 320] }]);
    expect([...runs[0]!.curves.sequences]).toEqual([0, 32]);
    expect(told.news(["a"])).toEqual([]);
    append(folder, "metrics.jsonl", encodeMetricsLine(sampleMetrics(64)));
    const [news] = told.news(["a"]) ?? [];
    expect([...(news?.curves?.sequences ?? [])]).toEqual([64]);
    expect(news).not.toHaveProperty("checkpoints");
  });

  test("has all checkpoints as soon as there is another", () => {
    const root = emptyRoot();
    const folder = writeRun(root, "a");
    const told = new ToldRuns(open(root));
    expect(told.everything(["a"]).runs[0]?.checkpoints).toEqual([]);
    for (const sequences of [32, 64]) {
      const event = save(folder, sequences);
      append(folder, "events.jsonl", JSON.stringify(event));
      expect(told.news(["a"])).toMatchObject([{ id: "a", events: [event] }]);
    }
    append(folder, "events.jsonl", JSON.stringify(save(folder, 96)));
    expect(told.news(["a"])?.[0]?.checkpoints).toEqual([32, 64, 96]);
  });

  test("is all again where a run cannot be told of any more, or now can", () => {
    const root = emptyRoot();
    writeRun(root, "a");
    const told = new ToldRuns(open(root));
    const { missing } = told.everything(["a", "b"]);
    expect(missing).toMatchObject([{ id: "b", reason: "This run is not in the runs folder any more." }]);
    expect(told.news(["a", "b"])).toEqual([]);
    writeRun(root, "b");
    expect(told.news(["a", "b"])).toBeNull();
    expect(told.everything(["a", "b"]).runs).toHaveLength(2);
    expect(told.news(["a", "b", "c"])).toBeNull();
    told.forget();
    expect(told.news(["a"])).toBeNull();
  });

  test("is the reason where a run is not for such a panel", () => {
    const root = emptyRoot();
    writeRun(root, "a");
    const told = new ToldRuns(open(root), ({ id }) => (id === "a" ? "Not this one." : null));
    expect(told.everything(["a"])).toMatchObject({ runs: [], missing: [{ reason: "Not this one." }] });
    expect(told.news(["a"])).toEqual([]);
  });
});
