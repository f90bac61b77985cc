import type { Curves } from "./comparison/curves.ts";
import { CurvesBuilder } from "./comparison/curvesBuilder.ts";
import { forEachMetric } from "./comparison/forEachMetric.ts";
import { parseJsonLineStrictly, readLines, type ReadTo } from "./jsonLines.ts";
import { MetricsForm } from "./metricsForm.ts";
import { metricsLineSchema } from "./metricsLine.ts";
import { runPaths } from "./runPaths.ts";

/** Curves read from a run folder, and how far. */
export interface CurvesRead extends ReadTo {
  readonly curves: Curves;
}

/**
 * The evaluations of a run as curves, up to the last complete line: what `readMetrics` reads, without an object for each
 * line, which takes several times as long.
 * @param fromByte `nextByte` of an earlier call, to read only what is new
 * @throws UserError with file and line when a complete line is damaged
 */
export function readCurves(folder: string, fromByte = 0): CurvesRead {
  const file = runPaths(folder).metrics;
  let builder = new CurvesBuilder(0);
  const to = readLines(file, fromByte, (lines, numberOf) => {
    builder = new CurvesBuilder(lines.length);
    let form = null as MetricsForm | null;
    let columns: readonly (number | undefined)[] = [];
    for (const [place, line] of lines.entries()) {
      if (form?.read(line) === true) {
        builder.begin(form.sequences);
        for (let i = 0; i < columns.length; i++) {
          const column = columns[i];
          if (column !== undefined) builder.set(column, form.values[i]!);
        }
        continue;
      }
      const parsed = parseJsonLineStrictly(line, metricsLineSchema, file, () => numberOf(place));
      if (parsed === null) continue;
      builder.begin(parsed.value.sequences);
      forEachMetric(parsed.value, (key, value) => {
        builder.set(builder.column(key), value);
      });
      // A single line, as a running run has it now and then, needs none.
      if (place + 1 === lines.length) break;
      form = MetricsForm.of(line);
      columns = form?.keys.map((key) => (key === undefined ? undefined : builder.column(key))) ?? [];
    }
  });
  return { curves: builder.curves(), ...to };
}
