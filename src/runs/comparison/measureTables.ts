import type {
  ByHead,
  LossAndAccuracy,
  MeasureName,
  MeasureValues,
  WiringMatrix,
} from "../../measures/measureValues.ts";
import { attentionTables } from "./attentionTables.ts";
import { describeMeasuredOn as where } from "./describeMeasuredOn.ts";
import { formatCount, formatValue } from "./formatNumbers.ts";
import { weightsTables } from "./weightsTables.ts";

/** A table of what was measured, as text; the first column names the rows. */
export interface MeasureTable {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** How each measure is shown. */
type Describe<Name extends MeasureName> = (value: MeasureValues[Name]) => MeasureTable[];

/** What a measure gave, as tables. */
export function measureTables<Name extends MeasureName>(
  name: Name,
  value: MeasureValues[Name],
): MeasureTable[] {
  return describe[name](value);
}

const number = (value: number | null | undefined): string => formatValue(value ?? Number.NaN);

const lossColumns = ["loss", "accuracy"];
const lossCells = ({ loss, accuracy }: LossAndAccuracy) => [number(loss), number(accuracy)];

/** Scores of heads named `L1H3`: a row for each layer, a column for each head. */
function byHead(title: string, heads: ByHead<number | null | undefined>): MeasureTable {
  const layers = new Map<string, string[]>();
  for (const [head, score] of Object.entries(heads)) {
    const [layer = ""] = head.split("H");
    const cells = layers.get(layer) ?? [layer];
    layers.set(layer, [...cells, number(score)]);
  }
  const widest = Math.max(0, ...[...layers.values()].map((cells) => cells.length - 1));
  return {
    title,
    columns: ["", ...Array.from({ length: widest }, (_, head) => `H${head}`)],
    rows: [...layers.values()],
  };
}

/** A matrix [to][from] of heads. */
function matrix(
  title: string,
  from: number,
  to: number,
  values: readonly (readonly number[])[],
  more?: { readonly column: string; readonly values: readonly number[] },
): MeasureTable {
  const heads = (values[0] ?? []).map((_, head) => `L${from}H${head}`);
  return {
    title,
    columns: ["", ...(more === undefined ? [] : [more.column]), ...heads],
    rows: values.map((row, head) => [
      `L${to}H${head}`,
      ...(more === undefined ? [] : [number(more.values[head])]),
      ...row.map(number),
    ]),
  };
}

const describe: { readonly [Name in MeasureName]: Describe<Name> } = {
  metrics: ({ sets, heads }) => {
    const columns = ["loss", "accuracy", "inContextAccuracy", "outOfContextAccuracy"] as const;
    const more = ["probability", "inContextProbability"] as const;
    const titles = ["loss", "accuracy", "in context", "out of it", "probability", "of context"];
    const scores = (measure: "previousToken" | "induction") =>
      Object.fromEntries(
        Object.entries(heads).flatMap(([head, measures]) =>
          measures[measure] === undefined ? [] : [[head, measures[measure]]],
        ),
      );
    return [
      {
        title: "Metrics",
        columns: ["", ...titles],
        rows: Object.entries(sets).map(([set, metrics]) => [
          set,
          ...[...columns, ...more].map((metric) => number(metrics?.[metric])),
        ]),
      },
      byHead("Previous-token scores", scores("previousToken")),
      byHead("Induction strengths", scores("induction")),
    ].filter(({ rows }) => rows.length > 0);
  },
  induction: ({ on, heads, strongest }) => [
    byHead(`Induction strengths ${where(on)}; strongest: ${strongest}`, heads),
  ],
  "previous-token": ({ on, heads, strongest }) => [
    byHead(`Previous-token scores ${where(on)}; strongest: ${strongest}`, heads),
  ],
  ablations: ({ on, none, heads }) => [
    {
      title: `Ablations ${where(on)}`,
      columns: ["", "strength", "without: loss", "accuracy", "alone: loss", "accuracy"],
      rows: [
        ["none ablated", "", ...lossCells(none), "", ""],
        ...heads.map(({ head, strength, without, alone }) => [
          head,
          strength === null ? "" : number(strength),
          ...lossCells(without),
          ...lossCells(alone),
        ]),
      ],
    },
  ],
  progress: ({ on, none, measures, leftOut }) => [
    {
      title: `Under clamps ${where(on)}`,
      columns: ["", ...lossColumns],
      rows: [["none", none] as const, ...measures.map(({ name, metrics }) => [name, metrics] as const)].map(
        ([name, { loss, accuracy }]) => [name, number(loss), number(accuracy)],
      ),
    },
    ...(leftOut.length === 0
      ? []
      : [
          {
            title: "Left out",
            columns: ["", "because"],
            rows: leftOut.map(({ name, reason }) => [name, reason]),
          },
        ]),
  ],
  wiring: ({ on, from, to, alone, without, only }) => {
    const column = { column: "all", values: alone.accuracy };
    const of = (title: string, { accuracy }: WiringMatrix) =>
      matrix(`Accuracy, ${title}`, from, to, accuracy, column);
    return [
      of(`one head active, another ablated, patterns preserved, ${where(on)}`, without.patternsPreserved),
      of("one head active, another ablated, values preserved", without.valuesPreserved),
      of("one head active in each of the two layers, patterns preserved", only.patternsPreserved),
      of("one head active in each of the two layers, values preserved", only.valuesPreserved),
    ];
  },
  composition: ({ from, to, q, k, v }) => [
    matrix("Q composition", from, to, q),
    matrix("K composition", from, to, k),
    matrix("V composition", from, to, v),
  ],
  "add-back": ({ on, none, order, withStrongest, withoutStrongest }) => {
    const rows = (subsets: typeof withStrongest) =>
      subsets.map(({ heads, ...metrics }) => [
        heads.length === 1 ? heads[0]! : `+ ${heads.at(-1)!}`,
        ...lossCells(metrics),
      ]);
    return [
      {
        title: `Strengths ${where(on)}`,
        columns: ["", "strength"],
        rows: order.map(({ head, strength }) => [head, number(strength)]),
      },
      {
        title: "Heads active, strongest first",
        columns: ["", ...lossColumns],
        rows: [...rows(withStrongest), ["none ablated", ...lossCells(none)]],
      },
      {
        title: "The same without the strongest",
        columns: ["", ...lossColumns],
        rows: [...rows(withoutStrongest), ["none ablated", ...lossCells(none)]],
      },
    ];
  },
  mistakes: ({ on, none, heads }) => {
    const labels = heads[0]?.perfect.byLabel.map(({ label }) => `label ${label}`) ?? [];
    const byLabel = (title: string, cell: "share" | "accuracy") => ({
      title,
      columns: ["", ...labels],
      rows: heads.map(({ head, perfect }) => [head, ...perfect.byLabel.map((label) => number(label[cell]))]),
    });
    return [
      {
        title: `Each head alone ${where(on)}`,
        columns: ["", "strength", "accuracy", "with perfect match", "mistakes"],
        rows: [
          ...heads.map(({ head, strength, computed, perfect }) => [
            head,
            number(strength),
            number(computed.accuracy),
            number(perfect.accuracy),
            formatCount(perfect.mistakes),
          ]),
          ["none ablated", "", number(none.accuracy), "", ""],
        ],
      },
      byLabel("Accuracy with perfect match, by label", "accuracy"),
      byLabel("Share of the mistakes with perfect match, by label", "share"),
    ];
  },
  complement: ({ on, strongest, mistakes, perfectMatch, heads }) => [
    {
      title: `What each head alone gets right of the ${formatCount(mistakes)} mistakes of ${strongest} alone, ${
        perfectMatch ? "with perfect match, " : ""
      }${where(on)}`,
      columns: ["", "of the mistakes", "of all", "ratio"],
      rows: heads.map(({ head, accuracy, right, ratio }) => [
        head,
        number(right),
        number(accuracy),
        number(ratio),
      ]),
    },
  ],
  "direct-output": ({ on, none, layers }) => [
    {
      title: `Without the direct output of a layer ${where(on)}`,
      columns: ["", ...lossColumns, "increase of the loss"],
      rows: [
        ...layers.map(({ layer, increase, ...metrics }) => [
          `layer ${layer}`,
          ...lossCells(metrics),
          number(increase),
        ]),
        ["none", ...lossCells(none), ""],
      ],
    },
  ],
  attention: attentionTables,
  weights: weightsTables,
  "phase-change": ({ phaseChange, threshold }) => [
    {
      title: "Phase change",
      columns: ["", "sequences"],
      rows: [
        [`train loss below ${number(threshold)}`, phaseChange === null ? "never" : formatCount(phaseChange)],
      ],
    },
  ],
};
