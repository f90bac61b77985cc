import { expect, test } from "vitest";
import { multiplyAdds } from "../../../../src/cli/bench/multiplyAdds.ts";
import { stepMultiplyAdds } from "../../../../src/cli/bench/stepMultiplyAdds.ts";
import { traceClamped } from "../../../../src/clamps/traceClamped.ts";
import { resolveExperiment } from "../../../../src/experiment/resolveExperiment.ts";
import { differentiate } from "../../../../src/graph/differentiate.ts";
import { optimise } from "../../../../src/graph/optimise.ts";
import { computeNeededPositionsOnly } from "../../../../src/graph/passes/computeNeededPositionsOnly.ts";
import { computeUsedRowsOnly } from "../../../../src/graph/passes/computeUsedRowsOnly.ts";
import { mixBeforeProjecting } from "../../../../src/graph/passes/mixBeforeProjecting.ts";
import type { Pass } from "../../../../src/graph/optimise.ts";
import { reachable } from "../../../../src/graph/reachable.ts";
import { modelSchema } from "../../../../src/model/modelSchema.ts";
import { setUpWorkbench } from "../../../../src/training/workbench.ts";

const batch = 32;
const [length, width, heads, labels, dimension, exemplars] = [5, 64, 8, 5, 512, 100];

/** The default model's training step after some passes; `distinct`: exemplars that a batch has. */
function count(passes: readonly Pass[], distinct: number, layers = 2): number {
  const shape = { ...modelSchema.parse({}), pairs: 2, labels, dimension, exemplarRows: exemplars, layers };
  const { graph, model } = traceClamped(shape, batch, []);
  const { loss } = optimise(graph, { loss: model.loss }, passes);
  const values = reachable([loss!, ...differentiate(graph, loss!).values()]);
  return multiplyAdds(values, () => distinct);
}

// Forward and the gradients of input and weights take as many each; the embedding's input has no gradient.
const rows = batch * length;
const projections = 3 * 4 * rows * width * width;
const visible = batch * ((length * (length + 1)) / 2);
// Scores and mix: forward, and two gradients each.
const attention = 2 * 3 * visible * width;
const unembedding = 3 * rows * width * labels;

test("a step as it is traced: every exemplar embedded, every position computed", () => {
  const embedding = 2 * exemplars * dimension * width;
  expect(count([], 0)).toBe(embedding + 2 * (projections + attention) + unembedding);
});

test("only used exemplars are counted where a pass leaves only those", () => {
  expect(count([], 0) - count([computeUsedRowsOnly], 43.5)).toBe(2 * (exemplars - 43.5) * dimension * width);
});

test("the last block at the query only", () => {
  const query = 3 * batch * width * width;
  const atQuery =
    // W_Q and W_O at one position, W_K and W_V at all.
    2 * query + 2 * length * query + 2 * 3 * batch * length * width + 3 * batch * width * labels;
  expect(count([computeNeededPositionsOnly], 0)).toBe(
    2 * exemplars * dimension * width + projections + attention + atQuery,
  );
});

test("features mixed head by head, and projected at the query only", () => {
  const passes = [computeNeededPositionsOnly];
  const saved = 3 * batch * length * width * width - 3 * batch * width * width;
  // Every head mixes all features, not its own share of them.
  const spent = 3 * batch * length * width * (heads - 1);
  expect(count(passes, 0) - count([...passes, mixBeforeProjecting], 0)).toBe(saved - spent);
});

test("the base run's step: less than as traced, more than its embedding alone", async () => {
  const experiment = resolveExperiment({ data: { classes: [50, 2, 2] } }, "test");
  const workbench = await setUpWorkbench(experiment, ".");
  const counted = stepMultiplyAdds(workbench);
  // 32 sequences name 64 classes of 50: 50·(1 − (1 − 2/50)^32) distinct ones are expected.
  const distinct = 50 * (1 - (1 - 2 / 50) ** 32);
  const embedding = 2 * distinct * dimension * width;
  expect(counted).toBeGreaterThan(embedding);
  expect(counted).toBeLessThan(embedding + 2 * (projections + attention) + unembedding);
  const shape = { ...workbench.shape };
  const { graph, model } = traceClamped(shape, batch, []);
  const { loss } = optimise(graph, { loss: model.loss });
  const values = reachable([loss!, ...differentiate(graph, loss!).values()]);
  const expected = multiplyAdds(values, () => distinct);
  expect(Math.abs(counted / expected - 1)).toBeLessThan(0.003);
});
