import type { RunSnapshot } from "../../src/protocol/panelRun.ts";
import type { WiringMeasured } from "./wiringMeasured.ts";

/** All that the panel has measured, as a JSON file: settings, where it was measured, and values as measures give them. */
export function wiringJson(
  { id, name, record }: Pick<RunSnapshot, "id" | "name" | "record">,
  { wiring, composition }: WiringMeasured,
): string {
  const file = {
    run: { id, name, experiment: record.experiment.name },
    wiring:
      wiring === null
        ? null
        : {
            sequences: wiring.sequences,
            options: { sequences: wiring.settings.sequences, layers: wiring.settings.layers },
            value: wiring.value,
          },
    composition:
      composition === null
        ? null
        : {
            sequences: composition.sequences,
            now: composition.value.now,
            initial: composition.value.initial,
          },
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}
