import { escapeMarkdown } from "./escapeMarkdown.ts";
import { runRow } from "./runRow.ts";
import type { EntryGroup } from "./runGroups.ts";

const most = 20;

/** What hovering over a group of runs tells, in Markdown: how each of them stands. */
export function groupTooltip({ name, runs }: EntryGroup): string {
  const lines = runs.slice(0, most).map((run) => {
    const { label, description } = runRow(run);
    return `- ${escapeMarkdown(`${label}: ${description}`)}`;
  });
  if (runs.length > most) lines.push(`- and ${runs.length - most} more`);
  return [`**${escapeMarkdown(name)}** — ${runs.length} runs`, lines.join("\n")].join("\n\n");
}
