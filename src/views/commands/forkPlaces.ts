import { checkSequences, parseSequences } from "../../clamps/windowText.ts";

/** Where a run can be forked, in sequences. */
export interface ForkPlaces {
  /** The run has seen so many. */
  readonly seen: number;
  /** Forks begin at whole steps of so many. */
  readonly batch: number;
  /** Where checkpoints are. */
  readonly checkpoints: readonly number[];
}

/** What is wrong with a place as a user types it, such as `123456` or `200k`; null if nothing. */
export function checkForkPlace(text: string, { seen }: ForkPlaces): string | null {
  const wrong = checkSequences(text);
  const expected = `expected a number of sequences that the run has seen, 0 to ${seen.toLocaleString("en-US")}`;
  if (wrong !== null || text.trim() === "") return expected;
  return (parseSequences(text) ?? 0) <= seen ? null : expected;
}

/** The last whole step at or before what a user typed; null where `checkForkPlace` finds something wrong. */
export function parseForkPlace(text: string, places: ForkPlaces): number | null {
  if (checkForkPlace(text, places) !== null) return null;
  return wholeStep(parseSequences(text) ?? 0, places);
}

/** The last whole step at or before so many sequences. */
export function wholeStep(sequences: number, { batch }: Pick<ForkPlaces, "batch">): number {
  return Math.floor(sequences / batch) * batch;
}

/** What a fork there begins with, in words. */
export function forkPlaceWords(sequences: number, { checkpoints }: ForkPlaces): string {
  if (checkpoints.includes(sequences)) return "a checkpoint";
  const before = Math.max(0, ...checkpoints.filter((checkpoint) => checkpoint < sequences));
  return before === 0
    ? "rebuilt from the start"
    : `rebuilt from the checkpoint at ${before.toLocaleString("en-US")}`;
}
