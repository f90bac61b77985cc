import type { AttentionToken } from "../../src/measures/measureValues.ts";

/** What stands at a position: `exemplar 1`, `label 1`, `query`; of one sequence with its class or label, by number. */
export function tokenLabel({ role, pair, is }: AttentionToken): string {
  const name = pair === null ? role : `${role} ${pair + 1}`;
  return is === null ? name : `${name}: ${is}`;
}
