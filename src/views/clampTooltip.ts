import { clampSentence } from "../runs/comparison/clampSentence.ts";
import { escapeMarkdown } from "./escapeMarkdown.ts";
import type { ClampItem } from "./trees/clampItem.ts";

/** What hovering over a clamp tells, in Markdown: its measured effect, and all its keys. */
export function clampTooltip(item: ClampItem): string {
  const clamp = item.kind === "run" ? item.history.clamp : item.clamp;
  const options = Object.entries(clamp)
    .filter(([key, value]) => key !== "kind" && value !== undefined)
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  const lines = [`**${escapeMarkdown(clamp.kind)}**`];
  if (item.kind === "run") lines.push(escapeMarkdown(clampSentence(item.history)));
  const sites = item.kind === "run" ? (item.history.measured?.sites ?? []) : [];
  return [...lines, ...[...options, ...sites].map(escapeMarkdown)].join("\n\n");
}
