import type { Effect, EffectPlace, Read, Reading, SeenSequences } from "../clamps/clampKind.ts";
import type { Clamp } from "../clamps/clamps.ts";
import { clampEffects, isBackground } from "../clamps/clamps.ts";
import { traceClamped } from "../clamps/traceClamped.ts";
import type { Donors } from "../clamps/donor.ts";
import type { RowsValue } from "../graph/value.ts";
import type { ModelShape } from "../model/modelShape.ts";
import type { Runtime } from "../runtimes/runtime.ts";
import type { BatchFeeder } from "./batchFeeder.ts";

/** What was seen of a clamp that holds. */
export interface ClampMeasurement {
  /** The named activations that were read. */
  readonly sites: readonly string[];
  /**
   * The largest |activation − replacement| over sequences, heads and positions, relative where the replacement is above
   * 1; not a number where one was none.
   */
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
  /** Models that grafts name. */
  readonly donors?: Donors;
}

/**
 * Measures that clamps do what they say: runs the model under all clamps that hold, with the runtime's present
 * parameters, and compares the activations that its further parts read with what each clamp's kind expects there.
 * Changes nothing in the runtime. One measurement for each clamp in `measured`.
 */
export function measureClamps({
  runtime,
  shape,
  feeder,
  active,
  measured,
  donors,
}: ClampProbe): ClampMeasurement[] {
  const effects = measured.map((clamp) => clampEffects(clamp, shape, active));
  const { graph, model, own, clean } = traceClamped(shape, feeder.batch.size, active, donors);
  const passes = { clamped: () => own, clean };
  const values = new Map<string, RowsValue>();
  const ask = (reading: Reading) => {
    const value = passes[reading.pass]().get(reading.site);
    if (value === undefined)
      throw new TypeError(`a clamp is measured at ${reading.site}: there is no such site`);
    values.set(nameOf(reading), value);
  };
  for (const { site, reads = [] } of effects.flat())
    [{ pass: "clamped" as const, site }, ...reads].forEach(ask);
  // With the logits among the outputs, it is the model's own program that is optimised, and not a part of it.
  const program = runtime.compile({
    graph,
    outputs: { ...Object.fromEntries(values), logits: model.logits },
  });
  try {
    feeder.feed(program);
    program.run();
    const outputs = new Map<string, Float32Array>();
    const read: Read = (reading, place) => {
      const name = nameOf(reading);
      const data = outputs.get(name) ?? program.output(name);
      outputs.set(name, data);
      return data[elementAt(values.get(name)!, place)]!;
    };
    return effects.map((ofClamp, clamp) => ({
      sites: ofClamp.map(({ site }) => site),
      deviation: Math.max(
        0,
        ...ofClamp.map((effect) =>
          largestDeviation(
            effect,
            values.get(nameOf({ pass: "clamped", site: effect.site }))!,
            feeder,
            read,
            isBackground(measured[clamp]!),
          ),
        ),
      ),
    }));
  } finally {
    program.dispose();
  }
}

function nameOf({ pass, site }: Reading): string {
  return `${pass} ${site}`;
}

/** Where the number of a place is among all that a value is: [sequences, positions, heads, columns]. */
function elementAt({ type: { rows, columns } }: RowsValue, place: EffectPlace): number {
  if (rows.kind !== "sequence") throw new TypeError("rows of sequences expected");
  const heads = columns.kind === "heads" ? columns.heads : 1;
  const row = place.sequence * rows.positions.length + rows.positions.indexOf(place.position);
  return (row * heads + place.head) * columns.size + place.column;
}

function largestDeviation(
  { site, expected, magnitude }: Effect,
  value: RowsValue,
  seen: SeenSequences,
  read: Read,
  isBackground: boolean,
): number {
  const { rows, columns } = value.type;
  if (rows.kind !== "sequence") throw new TypeError(`a clamp is measured at ${site}: it has no positions`);
  const heads = columns.kind === "heads" ? columns.heads : 1;
  const reading = { pass: "clamped", site } as const;
  let largest = Number.NEGATIVE_INFINITY;
  for (let sequence = 0; sequence < rows.sequences; sequence++) {
    for (const position of rows.positions) {
      for (let head = 0; head < heads; head++) {
        for (let column = 0; column < columns.size; column++) {
          const place = { sequence, position, head, column };
          const number = expected(place, seen, read);
          if (number === null) continue;
          const unit = Math.max(1, Math.abs(number), magnitude?.(place, read) ?? 0);
          const deviation = Math.abs(read(reading, place) - number) / unit;
          largest = Math.max(largest, deviation);
        }
      }
    }
  }
  if (largest < 0 && !isBackground)
    throw new TypeError(`a clamp is measured at ${site}: it replaces nothing there`);
  // Other clamps may decide all that a background holds.
  return Math.max(largest, 0);
}
