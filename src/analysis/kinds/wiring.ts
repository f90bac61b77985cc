import * as z from "zod";
import { headNames } from "../../clamps/heads.ts";
import type { WiringMatrix } from "../../measures/measureValues.ts";
import { chooseSequences } from "../chooseSequences.ts";
import { chooseLayers } from "../layers.ts";
import type { ModelMeasure } from "../measureKind.ts";
import { layersOption, setOption } from "../options.ts";
import { ablating, metricsUnder } from "../underClamps.ts";

const options = z.strictObject({ sequences: setOption, layers: layersOption });

/** How much each head of a layer needs each head of an earlier one (paper, figure 11). */
export const wiring: ModelMeasure<"wiring", typeof options> = {
  reads: "model",
  name: "wiring",
  options,
  async measure(context, { sequences, layers }) {
    const { experiment, shape } = context.workbench;
    const { source, on } = chooseSequences(experiment, sequences);
    const [from, to] = chooseLayers(shape, layers);
    const [earlier, later] = [headNames(from, shape), headNames(to, shape)];
    const others = (heads: readonly string[], head: string) => heads.filter((other) => other !== head);
    const lists = later.flatMap((active) => {
      const rest = others(later, active);
      const cells = (["pattern", "v"] as const).flatMap((what) => [
        ...earlier.map((head) => [...ablating([...rest, head]), { kind: "preserve", what: [what] }]),
        ...earlier.map((head) => [
          ...ablating([...rest, ...others(earlier, head)]),
          { kind: "preserve", what: [what] },
        ]),
      ]);
      return [ablating(rest), ...cells];
    });
    const metrics = await metricsUnder(context, source, lists);
    const perHead = 1 + 4 * earlier.length;
    // The order of the lists: alone; then patterns: without, only; then values: without, only.
    const matrix = (block: number): WiringMatrix => {
      const rows = later.map((_, row) => {
        const start = row * perHead + 1 + block * earlier.length;
        return metrics.slice(start, start + earlier.length);
      });
      return {
        accuracy: rows.map((row) => row.map(({ accuracy }) => accuracy)),
        loss: rows.map((row) => row.map(({ loss }) => loss)),
      };
    };
    const alone = later.map((_, row) => metrics[row * perHead]!);
    return {
      on,
      from,
      to,
      alone: {
        accuracy: alone.map(({ accuracy }) => accuracy),
        loss: alone.map(({ loss }) => loss),
      },
      without: { patternsPreserved: matrix(0), valuesPreserved: matrix(2) },
      only: { patternsPreserved: matrix(1), valuesPreserved: matrix(3) },
    };
  },
};
