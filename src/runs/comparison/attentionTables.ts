import type { AttentionToken, AttentionValue, LogitContribution } from "../../measures/measureValues.ts";
import { describeMeasuredOn } from "./describeMeasuredOn.ts";
import { formatCount, formatValue } from "./formatNumbers.ts";
import type { MeasureTable } from "./measureTables.ts";

const number = (value: number | null): string => formatValue(value ?? Number.NaN);

/** What the query attends to in each head, the heads' scores, and what each writes to the logits. */
export function attentionTables(value: AttentionValue): MeasureTable[] {
  const { on, sequence, tokens, labels, metrics, heads, rest, logits } = value;
  const columns = ["", ...tokens.map(tokenName)];
  const contributionCells = ({ target, inContext }: LogitContribution) => [number(target), number(inContext)];
  const of =
    sequence === null ? describeMeasuredOn(on) : `in sequence ${formatCount(sequence)} of the set ${on.set}`;
  return [
    ...sequenceTables(columns, tokens, labels),
    {
      title: `Attention of the query ${of}`,
      columns,
      rows: Object.entries(heads).map(([head, { pattern }]) => [head, ...(pattern.at(-1) ?? []).map(number)]),
    },
    {
      title: "Scores, and what is written to the logits directly",
      columns: ["", "induction", "previous token", "right label", "against context's"],
      rows: [
        ...Object.entries(heads).map(([head, { induction, previousToken, direct }]) => [
          head,
          induction === null ? "" : number(induction),
          number(previousToken),
          ...contributionCells(direct),
        ]),
        ["rest", "", "", ...contributionCells(rest)],
        ["logits", "", "", ...contributionCells(logits)],
      ],
    },
    {
      title: "Metrics",
      columns: ["", "loss", "accuracy"],
      rows: [["of the model", number(metrics.loss), number(metrics.accuracy)]],
    },
  ];
}

function tokenName({ role, pair }: AttentionToken): string {
  return pair === null ? role : `${role} ${pair}`;
}

/** What one sequence is; nothing of a mean. */
function sequenceTables(
  columns: readonly string[],
  tokens: readonly AttentionToken[],
  labels: AttentionValue["labels"],
): MeasureTable[] {
  if (labels === null) return [];
  const cells = tokens.map(({ role, is }) => `${role === "label" ? "label" : "class"} ${is ?? "?"}`);
  const title = `The sequence; right: label ${labels.target}, answered: label ${labels.answer}`;
  return [{ title, columns, rows: [["", ...cells]] }];
}
