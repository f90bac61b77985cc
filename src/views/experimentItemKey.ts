import { presetSource } from "../experiment/presetName.ts";
import type { ExperimentItem } from "./experimentItem.ts";

/** Names an experiment or preset for good: items are made anew when their file changes, this stays. */
export function experimentItemKey(item: ExperimentItem): string {
  return item.kind === "file" ? item.uri.toString() : presetSource(item.preset.name);
}
