import type { GroupTest } from "./compareGroups.ts";
import { formatCount } from "./formatNumbers.ts";
import { markdownTable, markdownText } from "./markdown.ts";
import { testTexts } from "./testTexts.ts";

/** The tests of groups as sections of Markdown; those of single heads are left out. */
export function groupTestsMarkdown(
  groups: readonly GroupTest[],
  names: ReadonlyMap<string, string>,
): string[] {
  const name = (run: string): string => markdownText(names.get(run) ?? run);
  return groups.map((group) => {
    const measures = group.measures.filter(({ measure }) => !/^L\d+H\d+\./.test(measure));
    const tests = measures.filter(({ p }) => p !== null).length;
    const alone = group.unpaired.map(({ run, reason }) => `- ${name(run)}: ${markdownText(reason)}`);
    const censored = group.censored.map(
      ({ run, sequences }) => `- ${name(run)}: no phase change in ${formatCount(sequences)} sequences`,
    );
    const title = `### ${markdownText(group.nameB)} (B) against ${markdownText(group.nameA)} (A)`;
    if (group.pairs.length === 0)
      return [title, "No runs of the two have the same seeds: nothing is tested."].join("\n\n");
    return [
      title,
      `Paired t-tests over ${group.pairs.length} pairs of runs with the same seeds. The table holds ${tests} tests; p values are not corrected for that.`,
      markdownTable(
        [
          "measure",
          "A mean (range)",
          "B mean (range)",
          "B − A (95 % CI)",
          "t (df)",
          "p",
          "d_z",
          "pairs",
          "note",
        ],
        measures.map((test) => {
          const { title, a, b, difference, t, p, effect, pairs, note } = testTexts(test);
          return [title, a, b, difference, t, p, effect, pairs, note].map(markdownText);
        }),
        1,
      ),
      ...(alone.length === 0 ? [] : ["Without a partner:", alone.join("\n")]),
      ...(censored.length === 0 ? [] : ["Left out of the phase change's test:", censored.join("\n")]),
    ].join("\n\n");
  });
}
