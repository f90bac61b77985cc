import type { RunEntry } from "../execution/runEntry.ts";
import { isOngoing } from "../execution/stateKinds.ts";
import type { EndMessage } from "./endMessage.ts";

/** What to tell of the end of a whole group, and of which runs; null while some of it still train or wait. */
export function groupEndMessage(
  group: NonNullable<RunEntry["group"]>,
  runs: readonly RunEntry[],
): { readonly message: EndMessage; readonly ids: readonly string[] } | null {
  const members = runs.filter((run) => run.group?.id === group.id);
  if (members.some(({ state }) => isOngoing(state))) return null;
  const finished = members.filter(({ state }) => state === "finished").length;
  const text = `${group.name}: ${finished} of ${members.length} runs have finished`;
  return { message: { severity: "information", text }, ids: members.map(({ id }) => id) };
}
