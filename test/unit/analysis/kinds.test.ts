import { describe, expect, it } from "vitest";
import { trainingSequences } from "../../../src/data/trainingSequences.ts";
import { openModel } from "../../../src/analysis/openModel.ts";
import { traceClamped } from "../../../src/clamps/traceClamped.ts";
import { InductionStrengths, PreviousTokenScores } from "../../../src/measures/headScores.ts";
import type { WiringMatrix } from "../../../src/measures/measureValues.ts";
import { BatchFeeder } from "../../../src/training/batchFeeder.ts";
import { finishedRun, valueOf } from "./measured.ts";

const ablate = (...heads: string[]) => (heads.length === 0 ? [] : [{ kind: "ablate", heads }]);
const options = { sequences: "train" };

/** Loss and accuracy on the set `train` under clamps. */
async function under(folder: string, clamps: readonly object[]) {
  const { sets } = await valueOf(folder, "metrics", { options, clamps });
  return { loss: sets.train!.loss!, accuracy: sets.train!.accuracy! };
}

function expectSame(
  measured: { readonly loss: number; readonly accuracy: number },
  expected: { readonly loss: number; readonly accuracy: number },
): void {
  expect(measured.loss).toBeCloseTo(expected.loss, 5);
  expect(measured.accuracy).toBeCloseTo(expected.accuracy, 10);
}

describe("induction and previous-token", () => {
  it("are the means over all training sequences, one by one", async () => {
    const folder = await finishedRun({ data: { classes: [5, 0, 0], labels: 3 } });
    const { heads, on } = await valueOf(folder, "induction");
    const scores = await valueOf(folder, "previous-token");
    expect(on).toEqual({ set: "all", count: 5 * 4 * 4 * 2, exact: true });

    const { workbench } = await openModel(folder, null);
    const { shape, runtime, similarities, experiment } = workbench;
    const sequences = trainingSequences(experiment);
    const { graph, model } = traceClamped(shape, 1, []);
    const program = runtime.compile({
      graph,
      outputs: {
        query: graph.rows({ kind: "take", positions: [4] }, model.sites.get("blocks.1.attn.hook_pattern")!),
        labels: graph.rows(
          { kind: "take", positions: [1, 3] },
          model.sites.get("blocks.0.attn.hook_pattern")!,
        ),
      },
    });
    const feeder = new BatchFeeder(shape, 1, similarities);
    const [strengths, previous] = [new InductionStrengths(2), new PreviousTokenScores(2)];
    for (let sequence = 0; sequence < sequences.count; sequence++) {
      sequences.fill(feeder.batch, sequence);
      feeder.feed(program);
      program.run();
      strengths.add(feeder.batch, program.output("query"), 1);
      previous.add(feeder.batch, program.output("labels"), 1);
    }
    for (const head of [0, 1]) {
      expect(heads[`L1H${head}`]).toBeCloseTo(strengths.strengths[head]!, 6);
      expect(scores.heads[`L0H${head}`]).toBeCloseTo(previous.scores[head]!, 6);
    }
    expect(Object.keys(heads)).toEqual(["L1H0", "L1H1"]);
  });

  it("are the run's own on an evaluation set, and name the strongest head that is not ablated", async () => {
    const folder = await finishedRun({ model: { layers: 3 } });
    const { heads } = await valueOf(folder, "metrics");
    const induction = await valueOf(folder, "induction", { options });
    const previous = await valueOf(folder, "previous-token", { options });
    expect(Object.keys(induction.heads)).toEqual(["L1H0", "L1H1", "L2H0", "L2H1"]);
    expect(Object.keys(previous.heads)).toEqual(["L0H0", "L0H1", "L1H0", "L1H1"]);
    for (const [head, strength] of Object.entries(induction.heads))
      expect(strength).toBeCloseTo(heads[head]!.induction!, 5);
    for (const [head, score] of Object.entries(previous.heads))
      expect(score).toBeCloseTo(heads[head]!.previousToken!, 5);
    const [strong, weak] = ["L2H0", "L2H1"].sort((a, b) => induction.heads[b]! - induction.heads[a]!);
    expect(induction.strongest).toBe(strong);
    const without = await valueOf(folder, "induction", { options, clamps: ablate(strong!) });
    expect(without.strongest).toBe(weak);
  });
});

describe("measures under ablations", () => {
  it("ablations are metrics under the same clamps", async () => {
    const folder = await finishedRun({ model: { heads: 4 } });
    const value = await valueOf(folder, "ablations", { options });
    const names = ["L1H0", "L1H1", "L1H2", "L1H3"];
    expect(value.heads.map(({ head }) => head)).toEqual(names);
    expectSame(value.none, await under(folder, []));
    for (const { head, without, alone } of value.heads) {
      expectSame(without, await under(folder, ablate(head)));
      expectSame(alone, await under(folder, ablate(...names.filter((other) => other !== head))));
    }
    const first = await valueOf(folder, "ablations", { options: { ...options, layer: 0 } });
    expectSame(first.heads[2]!.without, await under(folder, ablate("L0H2")));
    expect(first.heads[2]!.strength).toBeNull();
  });

  it.each([
    ["the last two layers", { layers: 2 }, undefined, [0, 1]],
    ["two layers that were asked for", { layers: 3 }, [0, 2], [0, 2]],
  ] as const)("wiring cells are metrics under the same clamps: %s", async (_, model, layers, [from, to]) => {
    const folder = await finishedRun({ model: { ...model, heads: 2 } });
    const asked = layers === undefined ? options : { ...options, layers };
    const value = await valueOf(folder, "wiring", { options: asked });
    expect([value.from, value.to]).toEqual([from, to]);
    for (const later of [0, 1]) {
      const rest = `L${to}H${1 - later}`;
      expect(value.alone.loss[later]).toBeCloseTo((await under(folder, ablate(rest))).loss, 5);
      for (const earlier of [0, 1]) {
        const cell = ({ loss, accuracy }: WiringMatrix) => ({
          loss: loss[later]![earlier]!,
          accuracy: accuracy[later]![earlier]!,
        });
        const expected = (head: number, what: string) =>
          under(folder, [...ablate(rest, `L${from}H${head}`), { kind: "preserve", what: [what] }]);
        expectSame(cell(value.without.patternsPreserved), await expected(earlier, "pattern"));
        expectSame(cell(value.without.valuesPreserved), await expected(earlier, "v"));
        expectSame(cell(value.only.patternsPreserved), await expected(1 - earlier, "pattern"));
        expectSame(cell(value.only.valuesPreserved), await expected(1 - earlier, "v"));
      }
    }
    // Patterns of the later layer do not depend on values that are held, and the other way round.
    expect(value.without.patternsPreserved).not.toEqual(value.without.valuesPreserved);
  });

  it("add-back goes from the strongest head to all, and to all but the strongest", async () => {
    const folder = await finishedRun({ model: { heads: 4 } });
    const value = await valueOf(folder, "add-back", { options });
    const order = value.order.map(({ head }) => head);
    const strengths = value.order.map(({ strength }) => strength);
    expect(strengths).toEqual([...strengths].sort((a, b) => b - a));
    expect(value.withStrongest.map(({ heads }) => heads)).toEqual([1, 2, 3, 4].map((n) => order.slice(0, n)));
    expect(value.withoutStrongest.map(({ heads }) => heads)).toEqual([2, 3, 4].map((n) => order.slice(1, n)));
    expectSame(value.withStrongest[3]!, value.none);
    expectSame(value.withStrongest[1]!, await under(folder, ablate(order[2]!, order[3]!)));
    expectSame(value.withoutStrongest[2]!, await under(folder, ablate(order[0]!)));
  });

  it("direct output is taken away while patterns and values stay", async () => {
    const folder = await finishedRun();
    const { none, layers } = await valueOf(folder, "direct-output", { options });
    const preserve = { kind: "preserve", what: ["pattern", "v"] };
    expectSame(layers[0]!, await under(folder, [...ablate("L0H0", "L0H1"), preserve]));
    expectSame(layers[1]!, await under(folder, ablate("L1H0", "L1H1")));
    expect(layers[0]!.increase).toBeCloseTo(layers[0]!.loss - none.loss, 10);
  });

  it("mistakes by label add up, and complement is about the strongest head's", async () => {
    const folder = await finishedRun();
    const { heads, on } = await valueOf(folder, "mistakes");
    for (const { head, computed, perfect } of heads) {
      const rest = head === "L1H0" ? "L1H1" : "L1H0";
      const clamps = [...ablate(rest), { kind: "induction", heads: [head] }];
      const { sets } = await valueOf(folder, "metrics", { options: { sequences: "all" }, clamps });
      expect(perfect.accuracy).toBeCloseTo(sets.all!.accuracy!, 10);
      expect(perfect.mistakes).toBe(Math.round((1 - perfect.accuracy) * on.count));
      expect(perfect.byLabel.reduce((sum, { count }) => sum + count, 0)).toBe(on.count);
      expect(perfect.byLabel.reduce((sum, { mistakes }) => sum + mistakes, 0)).toBe(perfect.mistakes);
      expect(computed.accuracy).not.toBe(perfect.accuracy);
    }
    const perfectMatch = await valueOf(folder, "complement", { options: { perfectMatch: true } });
    const strongest = heads.find(({ head }) => head === perfectMatch.strongest)!;
    expect(strongest.strength).toBe(Math.max(...heads.map(({ strength }) => strength)));
    expect(perfectMatch.mistakes).toBe(strongest.perfect.mistakes);
    const own = perfectMatch.heads.find(({ head }) => head === strongest.head)!;
    expect(own).toMatchObject({ right: 0, ratio: 0, accuracy: strongest.perfect.accuracy });
    const computed = await valueOf(folder, "complement");
    expect(computed.heads.map(({ accuracy }) => accuracy)).toEqual(
      heads.map((each) => each.computed.accuracy),
    );
  });

  it("progress measures are metrics under the same clamps, and those that cannot be are left out", async () => {
    const folder = await finishedRun();
    const value = await valueOf(folder, "progress", { options });
    expect(value.measures.map(({ name }) => name)).toEqual([
      "previous-token",
      "perfect-layer-0",
      "induction",
      "copy",
      "perfect-layer-0 and copy",
      "without the earlier layer's direct output",
      "without the last layer",
    ]);
    for (const { clamps, metrics } of value.measures)
      expectSame({ loss: metrics.loss!, accuracy: metrics.accuracy! }, await under(folder, clamps));
    expect(value.inductionHead).toBe((await valueOf(folder, "induction", { options })).strongest);
    expect(value.previousTokenHead).toBe((await valueOf(folder, "previous-token", { options })).strongest);

    const given = { ...options, inductionHead: "L1H1", under: { mine: ablate("L1H0") } };
    const mine = await valueOf(folder, "progress", { options: given });
    expect(mine.measures.map(({ name }) => name)).toEqual(["mine"]);
    const clamps = [{ kind: "induction", heads: ["L1H0", "L1H1"] }];
    const { leftOut } = await valueOf(folder, "progress", { options, clamps });
    expect(leftOut.map(({ name }) => name)).toContain("induction");
  });
});

describe("composition", () => {
  it("is that of the weights, without any short cut, at initialisation too", async () => {
    const folder = await finishedRun({ model: { layers: 3, heads: 2, width: 8 } });
    for (const at of [null, [0]]) {
      const value = await valueOf(folder, "composition", { at, options: { layers: [0, 2] } });
      const { workbench } = await openModel(folder, at === null ? null : 0);
      const weights = workbench.runtime.read("parameters");
      for (const [key, name] of [
        ["q", "W_Q"],
        ["k", "W_K"],
        ["v", "W_V"],
      ] as const) {
        for (const later of [0, 1]) {
          for (const earlier of [0, 1]) {
            const written = cut(weights.get("blocks.0.attn.W_O")!, earlier, 4, 8);
            const read = cut(weights.get(`blocks.2.attn.${name}`)!, later, 8, 4);
            const product = written.map((row) =>
              read[0]!.map((_, column) => row.reduce((sum, x, k) => sum + x * read[k]![column]!, 0)),
            );
            const expected = frobenius(product) / (frobenius(written) * frobenius(read));
            expect(value[key][later]![earlier]).toBeCloseTo(expected, 6);
          }
        }
      }
    }
  });
});

/** Head `head` of a tensor [heads, rows, columns]. */
function cut(data: Float32Array, head: number, rows: number, columns: number): number[][] {
  return Array.from({ length: rows }, (_, row) => {
    const start = (head * rows + row) * columns;
    return [...data.subarray(start, start + columns)];
  });
}

function frobenius(matrix: readonly (readonly number[])[]): number {
  return Math.sqrt(matrix.flat().reduce((sum, x) => sum + x * x, 0));
}
