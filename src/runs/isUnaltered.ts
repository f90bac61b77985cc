import { clampHistory } from "./comparison/clampHistory.ts";
import { readEvents } from "./runReader.ts";
import type { RunRecord } from "./runRecord.ts";

/**
 * Whether a run's numbers are those of its experiment: it is no fork, whose beginning is another's, and no clamp was
 * changed while it trained.
 * @throws UserError where its events cannot be read
 */
export function isUnaltered(folder: string, record: RunRecord): boolean {
  if (record.parent !== null) return false;
  return !clampHistory(record, readEvents(folder).lines).some(({ isLive }) => isLive);
}
