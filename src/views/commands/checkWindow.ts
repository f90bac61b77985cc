import { checkSequences, parseSequences } from "../../clamps/windowText.ts";

/** What a clamp's window is checked against, in sequences. */
export interface WindowLimits {
  /** Seen so far by the run; 0 for an experiment. */
  readonly now: number;
  /** Of the whole training. */
  readonly total: number;
}

/** What is wrong with the text of a clamp's `from`, null if nothing. Empty: from the start, or from now on. */
export function checkFrom(text: string, { total }: WindowLimits): string | null {
  const wrong = checkSequences(text);
  if (wrong !== null) return wrong;
  const from = parseSequences(text) ?? 0;
  return from < total ? null : `expected less than ${total}, where training ends`;
}

/** What is wrong with the text of a clamp's `until`, null if nothing. Empty: to the end. */
export function checkUntil(text: string, fromText: string, { now }: WindowLimits): string | null {
  const wrong = checkSequences(text);
  if (wrong !== null) return wrong;
  const until = parseSequences(text);
  if (until === undefined) return null;
  const from = parseSequences(fromText) ?? 0;
  if (until <= from) return `expected more than ${from}, where the clamp begins: it would never hold`;
  return until > now ? null : `expected more than ${now}, which the run has seen already`;
}
