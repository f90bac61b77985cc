import { formatValue } from "../../src/runs/comparison/formatNumbers.ts";
import type { DataTable } from "../shared/series.ts";
import type { WiringMeasured } from "./wiringMeasured.ts";
import type { Wire } from "./wiringUi.ts";

/** All that was measured of a wire under the ablations, as a table; null before it was measured. */
export function ablationNumbers({ wiring }: Pick<WiringMeasured, "wiring">, wire: Wire): DataTable | null {
  if (wiring === null) return null;
  const { alone, without, only, from, to } = wiring.value;
  const earlier = `L${from}H${wire.from}`;
  const base = { accuracy: alone.accuracy[wire.to], loss: alone.loss[wire.to] };
  if (base.accuracy === undefined || base.loss === undefined) return null;
  const { accuracy: usual, loss: usualLoss } = { accuracy: base.accuracy, loss: base.loss };
  const row = (title: string, matrix: typeof without.patternsPreserved): string[] => {
    const accuracy = matrix.accuracy[wire.to]?.[wire.from] ?? Number.NaN;
    const loss = matrix.loss[wire.to]?.[wire.from] ?? Number.NaN;
    return [
      title,
      ...[formatValue(accuracy), changeText(accuracy - usual)],
      ...[formatValue(loss), changeText(loss - usualLoss)],
    ];
  };
  return {
    columns: ["active", "accuracy", "change", "loss", "change"],
    rows: [
      [`L${to}H${wire.to} alone`, formatValue(usual), "", formatValue(usualLoss), ""],
      row(`without ${earlier}, values preserved`, without.valuesPreserved),
      row(`without ${earlier}, patterns preserved`, without.patternsPreserved),
      row(`only ${earlier}, values preserved`, only.valuesPreserved),
      row(`only ${earlier}, patterns preserved`, only.patternsPreserved),
    ],
    note: null,
  };
}

/** The composition scores of a wire, now and at initialisation; null before they were measured. */
export function compositionNumbers(
  { composition }: Pick<WiringMeasured, "composition">,
  wire: Wire,
): DataTable | null {
  if (composition === null) return null;
  const { now, initial } = composition.value;
  const rows = (["k", "q", "v"] as const).map((letter) => {
    const score = now[letter][wire.to]?.[wire.from] ?? Number.NaN;
    const first = initial?.[letter][wire.to]?.[wire.from] ?? Number.NaN;
    return [
      `${letter.toUpperCase()} composition`,
      formatValue(score),
      formatValue(first),
      changeText(score - first),
    ];
  });
  return { columns: ["score", "now", "at initialisation", "change"], rows, note: null };
}

/** With its sign. */
function changeText(change: number): string {
  return change > 0 ? `+${formatValue(change)}` : formatValue(change);
}
