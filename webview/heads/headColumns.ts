import type { AttentionValue, LogitContribution } from "../../src/measures/measureValues.ts";
import type { HeadsView } from "./headsView.ts";

/** What is told of each head in numbers. */
export const headMeasures = ["induction", "previousToken", "target", "inContext"] as const;

/** The key of such a number. */
export type HeadMeasure = (typeof headMeasures)[number];

/** The numbers of a head, or of what is not a head; null where it has none. */
export type HeadNumbers = Readonly<Record<HeadMeasure, number | null>>;

/** A line of the table of heads. */
export interface HeadRow {
  /** `L1H3`, `Rest` or `Logits` */
  readonly name: string;
  readonly a: HeadNumbers;
  readonly b: HeadNumbers;
}

/** A column of the table of heads. */
export interface HeadColumn {
  /** Such as `target.b`. */
  readonly key: string;
  readonly measure: HeadMeasure;
  readonly title: string;
  /** Says more when the header is pointed at. */
  readonly note: string;
  readonly value: (row: HeadRow) => number | null;
}

/** What a measure is called, and what it says. */
export const measureWords: Readonly<
  Record<HeadMeasure, { readonly title: string; readonly short: string; readonly note: string }>
> = {
  induction: {
    title: "Induction strength",
    short: "ind",
    note: "How much more attention the query gives to the labels of matching pairs than to other labels, −1 to 1",
  },
  previousToken: {
    title: "Previous-token score",
    short: "prev",
    note: "How much attention label tokens give to the exemplar before them, 0 to 1",
  },
  target: {
    title: "To the target logit",
    short: "target",
    note:
      "What the head writes to the logit of the right label, less its mean over all labels: directly, not through " +
      "later layers",
  },
  inContext: {
    title: "To the in-context difference",
    short: "in context",
    note:
      "What the head writes to the logit of the right label, less the mean of the context's other labels: directly, " +
      "not through later layers",
  },
};

const nothing: HeadNumbers = { induction: null, previousToken: null, target: null, inContext: null };

/** A line for each head of the view. */
export function headTableRows({ layers, a, b }: HeadsView): HeadRow[] {
  return layers.flat().map((name) => ({
    name,
    a: numbersOf(a.frame?.value, name),
    b: numbersOf(b?.frame?.value, name),
  }));
}

/** What is not written by heads, and what all of it adds up to. */
export function sumRows({ a, b }: HeadsView): HeadRow[] {
  const of = (value: AttentionValue | undefined, part: "rest" | "logits"): HeadNumbers =>
    value === undefined ? nothing : { ...nothing, ...contribution(value[part]) };
  return (["rest", "logits"] as const).map((part) => ({
    name: part === "rest" ? "Rest" : "Sum: logits",
    a: of(a.frame?.value, part),
    b: of(b?.frame?.value, part),
  }));
}

/** The numbers of a head of a frame. */
export function numbersOf(value: AttentionValue | undefined, head: string): HeadNumbers {
  const found = value?.heads[head];
  if (found === undefined) return nothing;
  const { induction, previousToken, direct } = found;
  return { induction, previousToken, ...contribution(direct) };
}

/** A column for each measure; of two sides three: A, B, A − B. */
export function headColumns(isCompared: boolean): HeadColumn[] {
  return headMeasures.flatMap((measure): HeadColumn[] => {
    const { title, note } = measureWords[measure];
    const first = { key: `${measure}.a`, measure, title, note, value: ({ a }: HeadRow) => a[measure] };
    if (!isCompared) return [first];
    return [
      { ...first, title: `${title}, A` },
      { ...first, key: `${measure}.b`, title: "B", value: ({ b }) => b[measure] },
      {
        ...first,
        key: `${measure}.difference`,
        title: "A − B",
        value: ({ a, b }) => less(a[measure], b[measure]),
      },
    ];
  });
}

/** A difference; null where one of both is missing. */
export function less(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a - b;
}

function contribution({ target, inContext }: LogitContribution): Pick<HeadNumbers, "target" | "inContext"> {
  return { target, inContext };
}
