import { formatDuration } from "../../runs/comparison/formatNumbers.ts";
import { markdownTable, markdownText } from "../../runs/comparison/markdown.ts";
import type { Figure } from "../figure.ts";
import { outcomeOf, verdictWords } from "../verdictWords.ts";
import { verdictSummary } from "./verdictSummary.ts";

/** What is to be known of verdicts besides them. */
export interface VerdictFacts {
  readonly quick: boolean;
  /** Wall time. */
  readonly seconds: number;
  /** Figures that could not be made. */
  readonly failures: readonly { readonly id: string; readonly reason: string }[];
  /** Names of the pictures' files, by the figure's id, relative to where the text is. */
  readonly pictureOf: (id: string) => string;
}

/** Figures with their pictures and what became of each statement of the paper, as Markdown. */
export function verdictMarkdown(
  figures: readonly Pick<Figure, "id" | "title" | "caption" | "verdicts">[],
  { quick, seconds, failures, pictureOf }: VerdictFacts,
): string {
  const how = quick ? "Quick runs: a tenth of the paper's lengths at ten times its learning rate." : "";
  return [
    "# Figures of the paper, reproduced",
    [verdictSummary(figures), `Made in ${formatDuration(seconds)}.`, how]
      .filter((part) => part !== "")
      .join(" "),
    ...failures.map(({ id, reason }) => `**${markdownText(id)} could not be made:** ${markdownText(reason)}`),
    ...figures.flatMap((figure) => sectionOf(figure, pictureOf(figure.id))),
  ]
    .join("\n\n")
    .concat("\n");
}

function sectionOf(
  { title, caption, verdicts }: Pick<Figure, "title" | "caption" | "verdicts">,
  picture: string,
): string[] {
  const head = ["", "statement", "paper", "here"];
  const rows = verdicts.map((verdict) => {
    const { statement, paper, measured, why, seed } = verdict;
    const { sign, words } = verdictWords[outcomeOf(verdict)];
    const about = seed === undefined ? statement : `Seed ${seed}: ${statement}`;
    const here = [markdownText(measured), ...(why === undefined ? [] : [`_${markdownText(why)}_`])].join(
      "<br>",
    );
    return [`${sign} ${words}`, markdownText(about), markdownText(paper), here];
  });
  return [
    `## ${markdownText(title)}`,
    markdownText(caption),
    `![${markdownText(title)}](${picture})`,
    ...(rows.length === 0 ? [] : [markdownTable(head, rows)]),
  ];
}
