import type { Curves } from "./curves.ts";

/** What a metric is: how it is called, what it is shown with, and its unit (empty for a fraction). */
export interface MetricInfo {
  readonly key: string;
  readonly title: string;
  readonly group: "loss" | "accuracy" | "probability" | "previousToken" | "induction" | "toy";
  readonly unit: string;
}

const sets = ["train", "relabel", "exemplar", "class"];

const measures: Readonly<Record<string, Omit<MetricInfo, "key">>> = {
  loss: { title: "loss", group: "loss", unit: "nats" },
  accuracy: { title: "accuracy", group: "accuracy", unit: "" },
  inContextAccuracy: { title: "in-context accuracy", group: "accuracy", unit: "" },
  outOfContextAccuracy: { title: "out-of-context accuracy", group: "accuracy", unit: "" },
  probability: { title: "probability", group: "probability", unit: "" },
  inContextProbability: { title: "in-context probability", group: "probability", unit: "" },
  previousToken: { title: "previous-token score", group: "previousToken", unit: "" },
  induction: { title: "induction strength", group: "induction", unit: "" },
};

const toyMeasures: Readonly<Record<string, Omit<MetricInfo, "key">>> = {
  "toy.alignment": { title: "1 − cos² of a and the true a", group: "toy", unit: "" },
  "toy.lossAtTruth": { title: "Loss with b and c at ± the truth", group: "toy", unit: "" },
};

/** What the metric of a column of curves is. A key that is none is its own title, shown with the accuracies. */
export function metricInfo(key: string): MetricInfo {
  const toy = Object.hasOwn(toyMeasures, key) ? toyMeasures[key] : undefined;
  if (toy !== undefined) return { ...toy, key };
  const { owner, name } = split(key);
  const measure = Object.hasOwn(measures, name) ? measures[name] : undefined;
  if (measure === undefined) return { key, title: key, group: "accuracy", unit: "" };
  const whose = sets.includes(owner) ? owner.charAt(0).toUpperCase() + owner.slice(1) : owner;
  return { ...measure, key, title: `${whose} ${measure.title}` };
}

/** The metrics of curves in reading order: the sets (train, relabel, exemplar, class), each with loss first, then the heads. */
export function metricKeys({ columns }: Pick<Curves, "columns">): string[] {
  return Object.keys(columns)
    .map((key) => ({ key, rank: rank(key) }))
    .sort((a, b) => compare(a.rank, b.rank) || (a.key < b.key ? -1 : 1))
    .map(({ key }) => key);
}

function split(key: string): { owner: string; name: string } {
  const dot = key.lastIndexOf(".");
  return { owner: key.slice(0, Math.max(0, dot)), name: key.slice(dot + 1) };
}

/** Sets before heads; heads by measure, then by layer and number. */
function rank(key: string): number[] {
  const { owner, name } = split(key);
  const order = Object.keys(measures);
  const place = order.includes(name) ? order.indexOf(name) : order.length;
  const [, layer, head] = /^L(\d+)H(\d+)$/.exec(owner) ?? [];
  if (layer !== undefined && head !== undefined) return [1, place, Number(layer), Number(head)];
  return [0, sets.includes(owner) ? sets.indexOf(owner) : sets.length, place];
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < Math.min(a.length, b.length); at++) if (a[at] !== b[at]) return a[at]! - b[at]!;
  return a.length - b.length;
}
