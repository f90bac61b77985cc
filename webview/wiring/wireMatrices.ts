import type { WiringMatrix, WiringValue } from "../../src/measures/measureValues.ts";
import type { Composition } from "./wiringMeasured.ts";
import type { GroupKey, WiringUi } from "./wiringUi.ts";

/** Numbers by head of the later layer, then by head of the earlier one: [to][from]. */
export type Numbers = readonly (readonly number[])[];

/** A matrix that the panel shows. */
export interface WireMatrix {
  readonly key: string;
  readonly group: GroupKey;
  readonly title: string;
  readonly numbers: Numbers;
  /** `share`: accuracies in 0 … 1. `change`: differences, shown on both sides of 0. */
  readonly unit: "share" | "loss" | "score" | "change";
}

/** How a metric differs from that of the later head alone, with nothing of the earlier layer ablated: [to][from]. */
function changeFromAlone(
  matrix: WiringMatrix,
  { alone }: Pick<WiringValue, "alone">,
  metric: WiringUi["metric"],
): Numbers {
  return matrix[metric].map((row, to) => row.map((value) => value - alone[metric][to]!));
}

/** The four matrices of a wiring diagram, as they are or held against the later head alone. */
export function ablationMatrices(
  value: WiringValue,
  { metric, shows }: Pick<WiringUi, "metric" | "shows">,
): WireMatrix[] {
  const what = `${metric === "accuracy" ? "Accuracy" : "Loss"}${shows === "change" ? " change" : ""}`;
  const groups = {
    without: `without one head of layer ${value.from}`,
    only: `with only one head of layer ${value.from}`,
  };
  const unit = shows === "change" ? "change" : metric === "accuracy" ? "share" : "loss";
  return (["without", "only"] as const).flatMap((group) =>
    (["valuesPreserved", "patternsPreserved"] as const).map((held): WireMatrix => {
      const matrix = value[group][held];
      return {
        key: `${group}-${held === "valuesPreserved" ? "values" : "patterns"}`,
        group,
        title: `${what} ${groups[group]}, ${held === "valuesPreserved" ? "values" : "patterns"} preserved`,
        numbers: shows === "change" ? changeFromAlone(matrix, value, metric) : matrix[metric],
        unit,
      };
    }),
  );
}

const letters = ["k", "q", "v"] as const;

/** The nine matrices of composition: K, Q and V now, at initialisation, and how they have changed; three without these. */
export function compositionMatrices({ now, initial }: Composition): WireMatrix[] {
  return letters.flatMap((letter): WireMatrix[] => {
    const of = (key: string, title: string, numbers: Numbers, unit: WireMatrix["unit"]): WireMatrix => ({
      key: `${letter}-${key}`,
      group: "composition",
      title: `${letter.toUpperCase()} composition${title}`,
      numbers,
      unit,
    });
    const there = of("now", "", now[letter], "score");
    if (initial === null) return [there];
    const before = initial[letter];
    const change = now[letter].map((row, to) => row.map((score, from) => score - before[to]![from]!));
    return [
      there,
      of("initial", " at initialisation", before, "score"),
      of("change", ", change since initialisation", change, "change"),
    ];
  });
}
