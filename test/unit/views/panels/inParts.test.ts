import { describe, expect, it } from "vitest";
import { inParts } from "../../../../src/views/panels/inParts.ts";
import { keptMetrics } from "../../../../src/views/panels/keptMetrics.ts";
import { snapshot } from "../../../webview/snapshot.ts";

/** A run of so many evaluations, with columns "a", "b" … of numbers that tell them apart. */
function longRun(id: string, count: number, keys: readonly string[]) {
  const sequences = Float64Array.from({ length: count }, (_, i) => i);
  const columns = keys.map((key, place) => [key, sequences.map((i) => i + place / 10)] as const);
  return snapshot({ id, curves: { sequences, columns: Object.fromEntries(columns) } });
}

describe("a snapshot in parts", () => {
  const long = [longRun("r", 40_000, ["a", "b", "c"]), longRun("s", 40_000, ["a", "c"])];

  it("has what is shown first now and the rest after it, and nothing is lost", () => {
    const { runs, rest } = inParts(long, new Set(["a", "x"]));
    expect(runs.map(({ curves, coming }) => [Object.keys(curves.columns), coming])).toEqual([
      [["a"], ["b", "c"]],
      [["a"], ["c"]],
    ]);
    expect(rest.map(({ id }) => id)).toEqual(["r", "s"]);
    long.forEach(({ curves }, place) => {
      const now = runs[place]!.curves;
      expect(now.sequences).toEqual(curves.sequences);
      expect({ ...now.columns, ...rest[place]!.columns }).toEqual(curves.columns);
    });
  });

  it("always has the train loss now, by which phase changes are found, where there is what is asked for", () => {
    const runs = [longRun("r", 80_000, ["a", "train.loss", "c"])];
    expect(inParts(runs, new Set(["a"])).runs[0]!.coming).toEqual(["c"]);
    expect(inParts(runs, new Set(["x"])).rest).toEqual([]);
  });

  it("holds only its own numbers in its buffers, which VS Code sends whole, in one for each part", () => {
    const { runs, rest } = inParts(long, new Set(["a"]));
    const { sequences, columns } = runs[0]!.curves;
    expect(columns["a"]!.buffer).toBe(sequences.buffer);
    expect(sequences.buffer.byteLength).toBe(2 * 40_000 * 8);
    const { b, c } = rest[0]!.columns;
    expect(b!.buffer).toBe(c!.buffer);
  });

  it("is whole where that is quick, where all is needed, and where runs have nothing of what is shown first", () => {
    const short = [longRun("r", 10, ["a", "b"])];
    expect(inParts(short, new Set(["a"]))).toEqual({ runs: short, rest: [] });
    expect(inParts(long, null)).toEqual({ runs: long, rest: [] });
    expect(inParts(long, new Set(["x"]))).toEqual({ runs: long, rest: [] });
    const same = [longRun("r", 100_000, ["a"])];
    expect(inParts(same, new Set(["a"]))).toEqual({ runs: same, rest: [] });
  });
});

describe("kept metrics", () => {
  it("are those of the choices, whatever else was kept", () => {
    expect(keptMetrics({ metrics: ["a", "b"], layout: "overlay" })).toEqual(["a", "b"]);
    for (const other of [null, undefined, 3, {}, { metrics: "a" }, { metrics: [1] }])
      expect(keptMetrics(other)).toEqual([]);
  });
});
