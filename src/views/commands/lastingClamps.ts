import type { RunEntry } from "../../execution/runEntry.ts";
import type { AnyClamp } from "../../runs/comparison/describeClamp.ts";

/** The clamps of a run that hold or wait for their window, besides the one of the id `except`. */
export function lastingClamps(
  { clamps }: Pick<RunEntry, "clamps">,
  except: string | null = null,
): readonly AnyClamp[] {
  return clamps.filter(({ id, state }) => state !== "off" && id !== except).map(({ clamp }) => clamp);
}
