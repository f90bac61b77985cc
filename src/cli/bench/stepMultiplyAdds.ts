import { traceClamped } from "../../clamps/traceClamped.ts";
import { SequenceSampler } from "../../data/sequenceSampler.ts";
import { differentiate } from "../../graph/differentiate.ts";
import { optimise } from "../../graph/optimise.ts";
import { reachable } from "../../graph/reachable.ts";
import type { Value } from "../../graph/value.ts";
import { asIndex } from "../../graph/value.ts";
import { BatchFeeder } from "../../training/batchFeeder.ts";
import type { Workbench } from "../../training/workbench.ts";
import { multiplyAdds } from "./multiplyAdds.ts";

/** Training batches whose distinct tokens are counted. */
const batches = 500;

/**
 * Multiply-adds of one unclamped training step, forward and backward, as the optimiser leaves it: see `multiplyAdds`.
 * Rows that depend on how many distinct exemplars a batch has are counted with the mean over the first batches.
 */
export function stepMultiplyAdds(workbench: Workbench): number {
  const { experiment, shape } = workbench;
  const { graph, model } = traceClamped(shape, experiment.training.batch, []);
  const { loss } = optimise(graph, { loss: model.loss });
  if (loss === undefined) throw new TypeError("the optimiser lost the loss");
  const values = reachable([loss, ...differentiate(graph, loss).values()]);
  const known = new Map<Value, number>();
  return multiplyAdds(values, (index) => {
    const rows = known.get(index) ?? meanDistinct(workbench, index, fixedRows(index, values));
    known.set(index, rows);
    return rows;
  });
}

/** The rows at the beginning of a table that are not among those counted. */
function fixedRows(index: Value, values: readonly Value[]): number {
  for (const { operation, inputs } of values)
    if (operation.kind === "used" && inputs[0] === index) return operation.fixed;
  throw new TypeError("rows are counted that nobody looks for");
}

/** How many distinct entries from `fixed` on an index list has in a training batch: the mean over batches. */
function meanDistinct({ experiment, shape, similarities }: Workbench, index: Value, fixed: number): number {
  const { data, seeds, training } = experiment;
  const sampler = new SequenceSampler(data, { kind: "training" }, seeds);
  const { batch, encoded } = new BatchFeeder(shape, training.batch, similarities);
  let count = 0;
  for (let number = 0; number < batches; number++) {
    sampler.fill(batch, number * batch.size);
    encoded.encode(batch);
    const entries = entriesOf(index, encoded.tokens);
    count += new Set(entries.filter((entry) => entry >= fixed)).size;
  }
  return count / batches;
}

/** The entries of an index list computed from the tokens. */
function entriesOf(index: Value, tokens: Int32Array): number[] {
  const { operation, inputs } = index;
  if (operation.kind === "index-input" && operation.name === "tokens") return [...tokens];
  const [from] = inputs;
  if (operation.kind !== "take" || from === undefined)
    throw new TypeError(`${operation.kind}: an index list that is not made from tokens`);
  const { rows } = asIndex(from).type;
  if (rows.kind !== "sequence") throw new TypeError("rows of sequences expected");
  const { positions } = rows;
  return entriesOf(from, tokens).filter((_, place) =>
    operation.positions.includes(positions[place % positions.length]!),
  );
}
