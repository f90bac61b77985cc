import type { AttentionToken, AttentionValue } from "../../src/measures/measureValues.ts";
import type { HeatPlot } from "../../src/figures/figure.ts";
import { tokenLabel } from "../shared/tokenLabel.ts";
import type { HeadsView, Side } from "./headsView.ts";

/** What a heat map of a head shows: A, B, or A − B. */
export type Shown = "A" | "B" | "difference";

/** How colours stand for numbers, in all maps of the panel at once. */
export interface HeadScale {
  readonly range: readonly [from: number, to: number];
  readonly scale: "sequential" | "diverging";
}

const attention: HeadScale = { range: [0, 1], scale: "sequential" };
/** Differences are not made to look larger than this. */
const smallest = 0.01;

/** The maps of each head: one, or two beside each other. */
export function shownOf(view: HeadsView): readonly Shown[] {
  if (view.b === null) return ["A"];
  return view.isDifference ? ["difference"] : ["A", "B"];
}

/** The colours of the maps: attention is in 0 … 1; differences reach as far as the largest of any head. */
export function headScale(view: HeadsView): HeadScale {
  if (!view.isDifference) return attention;
  const [a, b] = [view.a.frame?.value, view.b?.frame?.value];
  let largest = 0;
  if (a !== undefined && b !== undefined && canSubtract(a, b)) {
    for (const [head, { pattern }] of Object.entries(a.heads)) {
      const other = b.heads[head]?.pattern;
      pattern.forEach((row, r) => {
        row.forEach((value, c) => {
          largest = Math.max(largest, Math.abs(value - (other?.[r]?.[c] ?? value)));
        });
      });
    }
  }
  const reach = Math.max(smallest, Math.ceil(largest * 100) / 100);
  return { range: [-reach, reach], scale: "diverging" };
}

/** Whether two patterns are over the same tokens. */
export function canSubtract(a: AttentionValue, b: AttentionValue): boolean {
  return a.tokens.length === b.tokens.length;
}

/** The map of a head; null where there is nothing to draw yet, or its model has no such head. */
export function headPlot(view: HeadsView, head: string, shown: Shown, scale: HeadScale): HeatPlot | null {
  const values = valuesOf(view, head, shown);
  if (values === null) return null;
  // Of two different sequences the first one's tokens would be said of the second.
  const tokens = (shown === "B" ? view.b : view.a)?.frame?.value.tokens ?? [];
  const isBoth = shown === "difference";
  const labels = tokens.map((token) => tokenLabel(isBoth ? common(token, view.b) : token));
  return {
    kind: "heat",
    title: `${head}, ${titleOf(view, shown)}`,
    rowTitle: "destination (query)",
    columnTitle: "source (key)",
    rows: labels,
    columns: labels,
    values,
    ...scale,
    markedRow: labels.length - 1,
    ...(isCausal(view, shown) ? { missing: "above-diagonal" } : {}),
  };
}

/** Whether no token attends to later ones. */
function isCausal({ a, b }: HeadsView, shown: Shown): boolean {
  const sides = shown === "A" ? [a] : shown === "B" ? [b] : [a, b];
  return sides.every((side) => side?.run.record.experiment.model.causal ?? true);
}

function common(token: AttentionToken, b: Side | null): AttentionToken {
  const isSame = b?.frame?.value.tokens.some(
    (other) => other.role === token.role && other.pair === token.pair && other.is === token.is,
  );
  return isSame === true ? token : { ...token, is: null };
}

function valuesOf(view: HeadsView, head: string, shown: Shown): Float64Array | null {
  const [a, b] = [view.a.frame?.value, view.b?.frame?.value];
  if (shown === "A") return flat(a?.heads[head]?.pattern);
  if (shown === "B") return flat(b?.heads[head]?.pattern);
  if (a === undefined || b === undefined || !canSubtract(a, b)) return null;
  const [first, second] = [flat(a.heads[head]?.pattern), flat(b.heads[head]?.pattern)];
  if (first === null || second === null) return null;
  return first.map((value, i) => value - second[i]!);
}

function flat(pattern: readonly (readonly number[])[] | undefined): Float64Array | null {
  return pattern === undefined ? null : Float64Array.from(pattern.flat());
}

function titleOf(view: HeadsView, shown: Shown): string {
  const { a, b, against } = view;
  const name = (side: Side | null): string => {
    if (side === null) return "";
    const place = (side.frame?.sequences ?? side.at).toLocaleString("en-US");
    return against === "run" ? `${side.run.name} at ${place}` : `at ${place}`;
  };
  const about = aboutWords(view, shown);
  if (shown === "difference") return `${name(a)} − ${name(b)}${about}`;
  return `${against === "nothing" ? `${a.run.name} ${name(a)}` : name(shown === "A" ? a : b)}${about}`;
}

/** On what it is, where that is not the mean over the train set, and what is ablated: a picture may be all that is kept. */
function aboutWords({ ui: { set, sequence }, a, b }: HeadsView, shown: Shown): string {
  const sides = shown === "A" ? [a] : shown === "B" ? [b] : [a, b];
  const ablated = [...new Set(sides.flatMap((side) => side?.spec.ablated ?? []))];
  const where = set === "all" ? "all training sequences" : `the set ${set}`;
  const on =
    sequence !== null ? `, sequence ${sequence} of ${where}` : set === "train" ? "" : `, on ${where}`;
  return `${on}${ablated.length === 0 ? "" : `, with ${ablated.toSorted().join(", ")} ablated`}`;
}
