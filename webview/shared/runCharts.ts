/** Charts of what was evaluated in training: of sets of sequences, of heads, and of the toy model. */
export const chartKeys = ["loss", "accuracy", "previousToken", "induction", "toy"] as const;

/** One of these. */
export type ChartKey = (typeof chartKeys)[number];

/** What the second chart can show of the evaluation sets. */
export const setMeasures = [
  { value: "accuracy", label: "accuracy" },
  { value: "inContextAccuracy", label: "in-context accuracy" },
  { value: "outOfContextAccuracy", label: "out-of-context accuracy" },
  { value: "probability", label: "probability" },
  { value: "inContextProbability", label: "in-context probability" },
] as const;

/** One of these. */
export type SetMeasure = (typeof setMeasures)[number]["value"];
