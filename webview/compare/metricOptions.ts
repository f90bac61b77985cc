import type { Comparison } from "../../src/runs/comparison/compareRuns.ts";
import { metricInfo } from "../../src/runs/comparison/metricInfo.ts";

/** A choice of a grouped list. Those of a group follow each other. */
export interface GroupedOption {
  readonly value: string;
  readonly label: string;
  readonly group: string;
}

const groups = {
  loss: "Loss",
  accuracy: "Accuracy",
  probability: "Probability",
  previousToken: "Previous-token score",
  induction: "Induction strength",
  toy: "Toy model",
} as const;

const order = Object.values(groups) as readonly string[];

/**
 * The metrics that can be chosen, by group: all that any run has but those in `taken`, and `chosen` even where no run
 * has it yet.
 */
export function metricOptions(
  { metrics }: Pick<Comparison, "metrics">,
  chosen: string | null,
  taken: readonly string[],
): GroupedOption[] {
  const keys = metrics.map(({ key }) => key).filter((key) => key === chosen || !taken.includes(key));
  if (chosen !== null && !keys.includes(chosen)) keys.push(chosen);
  return keys
    .map((key) => {
      const { title, group } = metricInfo(key);
      return { value: key, label: title, group: groups[group] };
    })
    .map((option, index) => ({ option, index }))
    .sort((a, b) => order.indexOf(a.option.group) - order.indexOf(b.option.group) || a.index - b.index)
    .map(({ option }) => option);
}
