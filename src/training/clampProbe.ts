import type { Effect } from "../clamps/clampKind.ts";
import type { Clamp } from "../clamps/clamps.ts";
import { clampEffects } from "../clamps/clamps.ts";
import { traceClamped } from "../clamps/traceClamped.ts";
import type { Batch } from "../data/batch.ts";
import type { RowsValue } from "../graph/value.ts";
import type { ModelShape } from "../model/modelShape.ts";
import type { Program, Runtime } from "../runtimes/runtime.ts";
import type { BatchFeeder } from "./batchFeeder.ts";

/** What was seen of a clamp that holds. */
export interface ClampMeasurement {
  /** The named activations that were read. */
  readonly sites: readonly string[];
  /** The largest |activation − replacement| over sequences, heads and positions; not a number where one was none. */
  readonly deviation: number;
}

/** What clamps are measured on. */
export interface ClampProbe {
  readonly runtime: Runtime;
  readonly shape: ModelShape;
  /** Holds the sequences to measure on. */
  readonly feeder: BatchFeeder;
  /** All clamps that hold. */
  readonly active: readonly Clamp[];
  /** Those of them that are measured. */
  readonly measured: readonly Clamp[];
}

/**
 * Measures that clamps do what they say: runs the model under all clamps that hold, with the runtime's present
 * parameters, and compares the activations that its further parts read with what each clamp's kind expects there.
 * Changes nothing in the runtime. One measurement for each clamp in `measured`.
 */
export function measureClamps({ runtime, shape, feeder, active, measured }: ClampProbe): ClampMeasurement[] {
  const { batch } = feeder;
  const effects = measured.map((clamp) => clampEffects(clamp, shape));
  const { graph, model } = traceClamped(shape, batch.size, active);
  const sites = new Map(
    effects.flat().map(({ site }) => {
      const value = model.sites.get(site);
      if (value === undefined) throw new TypeError(`a clamp is measured at ${site}: there is no such site`);
      return [site, value] as const;
    }),
  );
  // With the logits among the outputs, it is the model's own program that is optimised, and not a part of it.
  const program = runtime.compile({ graph, outputs: { ...Object.fromEntries(sites), logits: model.logits } });
  try {
    feeder.feed(program);
    program.run();
    const read = reader(program);
    return effects.map((ofClamp) => ({
      sites: ofClamp.map(({ site }) => site),
      deviation: Math.max(
        ...ofClamp.map((effect) =>
          largestDeviation(effect, read(effect.site), sites.get(effect.site)!, batch),
        ),
      ),
    }));
  } finally {
    program.dispose();
  }
}

function reader(program: Program): (site: string) => Float32Array {
  const outputs = new Map<string, Float32Array>();
  return (site) => {
    const output = outputs.get(site) ?? program.output(site);
    outputs.set(site, output);
    return output;
  };
}

/** `data`: float32 [sequences, positions, heads, columns], all that `value` is. */
function largestDeviation(
  { site, expected }: Effect,
  data: Float32Array,
  { type: { rows, columns } }: RowsValue,
  batch: Batch,
): number {
  if (rows.kind !== "sequence" || columns.kind !== "heads")
    throw new TypeError(`a clamp is measured at ${site}: it has no positions or no heads`);
  let largest = Number.NEGATIVE_INFINITY;
  let at = 0;
  for (let sequence = 0; sequence < rows.sequences; sequence++) {
    for (const position of rows.positions) {
      for (let head = 0; head < columns.heads; head++) {
        for (let column = 0; column < columns.size; column++) {
          const number = expected({ sequence, position, head, column }, batch);
          if (number !== null) largest = Math.max(largest, Math.abs(data[at]! - number));
          at++;
        }
      }
    }
  }
  if (largest < 0) throw new TypeError(`a clamp is measured at ${site}: it replaces nothing there`);
  return largest;
}
