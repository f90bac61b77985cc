import type { SequenceSetName } from "../../src/measures/measureValues.ts";
import { measuredSets } from "../shared/measuredSets.ts";
import { isObject, readCount, readSortOrder, readText, readTexts } from "../shared/readKept.ts";
import type { SortOrder } from "../shared/sortRows.ts";

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
  readonly sort: SortOrder | null;
  /** With two runs: the heads whose strengths are drawn. */
  readonly chosen: { readonly induction: readonly string[]; readonly previousToken: readonly string[] };
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
    run: readText(run),
    set: measuredSets.find((one) => one === set) ?? defaultHeadsUi.set,
    sequence: readCount(sequence),
    at: readCount(at),
    against: readText(against),
    againstAt: readCount(againstAt),
    view: kept["view"] === "difference" ? "difference" : "sides",
    ablated: readTexts(kept["ablated"]).filter((name) => headName.test(name)),
    open: headName.test(readText(open) ?? "") ? readText(open) : null,
    sort: readSortOrder(sort),
    chosen: isObject(chosen)
      ? { induction: readTexts(chosen["induction"]), previousToken: readTexts(chosen["previousToken"]) }
      : defaultHeadsUi.chosen,
  };
}
