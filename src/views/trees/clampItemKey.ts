import { experimentItemKey } from "../experimentItemKey.ts";
import type { ClampItem } from "./clampItem.ts";

/** Names a clamp for as long as its experiment's list of clamps, or its run, is the same. */
export function clampItemKey(item: ClampItem): string {
  return item.kind === "run"
    ? `run:${item.run}:${item.history.id}`
    : `${experimentItemKey(item.item)}:${item.index}`;
}
