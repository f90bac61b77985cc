import type { SequenceSetName } from "../../src/measures/measureValues.ts";
import { measuredSets } from "./measuredSets.ts";

/** How two sides are shown: beside each other, or the second taken from the first. */
export type SidesView = "sides" | "difference";

/** What the user has set in the Heads panel, kept over a reload of the window. */
export interface HeadsUi {
  /** Id of the run that is looked into; null: the first one. */
  readonly run: string | null;
  readonly set: SequenceSetName;
  /** Number of a sequence of the set, from 0; null: the mean over the set. */
  readonly sequence: number | null;
  /** Where, in sequences; null: where the run was last saved. */
  readonly at: number | null;
  /** `nothing`, `step` (of the same run), or the id of a run after `run:`; null: the second run, if there is one. */
  readonly against: string | null;
  /** Where what it is held against is, in sequences; null: at the same place, or of the same run at its start. */
  readonly againstAt: number | null;
  readonly view: SidesView;
  /** Heads that are ablated on top of the run's own clamps. */
  readonly ablated: readonly string[];
  /** The head that is enlarged. */
  readonly open: string | null;
  readonly sort: HeadSort | null;
  /** With two runs: the heads whose strengths are drawn. */
  readonly chosen: { readonly induction: readonly string[]; readonly previousToken: readonly string[] };
}

/** By which column the table of heads is sorted. */
export interface HeadSort {
  readonly column: string;
  readonly direction: "ascending" | "descending";
}

/** What a new Heads panel shows. */
export const defaultHeadsUi: HeadsUi = {
  run: null,
  set: "train",
  sequence: null,
  at: null,
  against: null,
  againstAt: null,
  view: "sides",
  ablated: [],
  open: null,
  sort: null,
  chosen: { induction: ["strongest"], previousToken: ["strongest"] },
};

const headName = /^L\d{1,3}H\d{1,3}$/;

/** Reads what VS Code kept of a panel: whatever is not as expected becomes its default. */
export function readHeadsUi(kept: unknown): HeadsUi {
  if (!isObject(kept)) return defaultHeadsUi;
  const { run, set, sequence, at, against, againstAt, open, sort, chosen } = kept;
  return {
    run: text(run),
    set: measuredSets.find((one) => one === set) ?? defaultHeadsUi.set,
    sequence: whole(sequence),
    at: whole(at),
    against: text(against),
    againstAt: whole(againstAt),
    view: kept["view"] === "difference" ? "difference" : "sides",
    ablated: strings(kept["ablated"]).filter((name) => headName.test(name)),
    open: headName.test(text(open) ?? "") ? text(open) : null,
    sort:
      isObject(sort) && typeof sort["column"] === "string"
        ? {
            column: sort["column"],
            direction: sort["direction"] === "descending" ? "descending" : "ascending",
          }
        : null,
    chosen: isObject(chosen)
      ? { induction: strings(chosen["induction"]), previousToken: strings(chosen["previousToken"]) }
      : defaultHeadsUi.chosen,
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function whole(value: unknown): number | null {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

/** The strings of a list, each once; none where it is no list. */
function strings(value: unknown): string[] {
  return Array.isArray(value) ? [...new Set(value.filter((one) => typeof one === "string"))] : [];
}
