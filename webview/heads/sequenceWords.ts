import type { AttentionValue } from "../../src/measures/measureValues.ts";
import { formatCount, formatValue } from "../../src/runs/comparison/formatNumbers.ts";
import { setTitle } from "../shared/measuredSets.ts";

const mostPairs = 12;

/** What was measured on, in a sentence or three: a set and how well the model does on it, or a sequence and its answer. */
export function sequenceWords(value: AttentionValue): string {
  const { on, sequence, tokens, labels, metrics } = value;
  const set = setTitle(on.set);
  if (sequence === null || labels === null) {
    const all = on.set === "all" && !on.exact ? "a sample of " : "";
    const count = `${all}${formatCount(on.count)} sequences`;
    return `${set}: mean over ${count}. Loss ${formatValue(metrics.loss)}, accuracy ${formatValue(metrics.accuracy)}.`;
  }
  const label = (pair: number | null): number | null =>
    tokens.find((token) => token.role === "label" && token.pair === pair)?.is ?? null;
  const pairs = tokens
    .filter(({ role }) => role === "exemplar")
    .map(({ is, pair }) => `class ${is ?? "?"} has label ${label(pair) ?? "?"}`);
  const context = pairs.length > mostPairs ? [...pairs.slice(0, mostPairs), "…"] : pairs;
  const query = tokens.find(({ role }) => role === "query")?.is;
  const verdict = labels.answer === labels.target ? "right" : "wrong";
  return (
    `${set}, sequence ${sequence} of ${formatCount(on.count)}: ${context.join(", ")}; the query is of class ` +
    `${query ?? "?"}. Target ${labels.target}, answer ${labels.answer}: ${verdict}. Loss ${formatValue(metrics.loss)}.`
  );
}
