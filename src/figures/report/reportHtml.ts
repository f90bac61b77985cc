import { formatDuration } from "../../runs/comparison/formatNumbers.ts";
import type { Figure } from "../figure.ts";
import { svgText } from "../svgText.ts";
import { verdictCsv } from "../verdictCsv.ts";
import { verdictWords, type Outcome } from "../verdictWords.ts";
import { countVerdicts } from "./countVerdicts.ts";
import { dataUrl } from "./dataUrl.ts";
import { reportFigure } from "./reportFigure.ts";
import { reportStyle } from "./reportStyle.ts";

/** What a report says of itself. */
export interface ReportInfo {
  readonly title: string;
  /** When it was made, as a reader is to see it: `2026-11-22 20:14`. */
  readonly created: string;
  /** By name: `{ optoscope: "0.1.0", node: "20.20.2" }`. */
  readonly versions: Readonly<Record<string, string>>;
  /** How long all of it took, in seconds; null where nobody knows. */
  readonly duration: number | null;
  /** What a reader should know of all figures, in short sentences: "A tenth of the paper's lengths." */
  readonly notes?: readonly string[];
}

const outcomes: readonly Outcome[] = ["holds", "fails", "unknown"];

// The page needs no script to be read; without one it has the theme of the system.
const script = `
const root = document.documentElement, button = document.getElementById("theme");
const isDark = () => (root.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
const say = () => { button.textContent = isDark() ? "Light theme" : "Dark theme"; };
button.hidden = false;
button.onclick = () => { root.dataset.theme = isDark() ? "light" : "dark"; say(); };
matchMedia("(prefers-color-scheme: dark)").onchange = say;
say();
`.trim();

/**
 * Figures as one HTML page that needs nothing else, no network and no script: contents with counts of the verdicts,
 * then each figure. Light or dark as the system prefers, or as its reader chooses; figures follow.
 */
export function reportHtml(figures: readonly Figure[], info: ReportInfo): string {
  const anchors = figureAnchors(figures);
  const sections = figures.map((figure, i) => reportFigure(figure, anchors[i]!));
  const facts = [
    info.created,
    ...Object.entries(info.versions).map(([name, version]) => `${name} ${version}`),
    ...(info.duration === null ? [] : [`took ${formatDuration(info.duration)}`]),
  ];
  const notes = (info.notes ?? []).map((note) => `<p class="caption">${svgText(note)}</p>`);
  const button = '<button id="theme" type="button" hidden="">Dark theme</button>';
  return [
    "<!DOCTYPE html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8" />',
    '<meta name="viewport" content="width=device-width, initial-scale=1" />',
    // A promise that browsers keep: this page loads nothing.
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:" />`,
    `<title>${svgText(info.title)}</title>`,
    `<style>${reportStyle}</style>`,
    "</head>",
    "<body>",
    "<header>",
    `<div><h1>${svgText(info.title)}</h1>`,
    `<p class="facts">${facts.map((fact) => `<span>${svgText(fact)}</span>`).join(" ")}</p></div>`,
    button,
    "</header>",
    "<main>",
    summary(figures),
    ...notes,
    contents(figures, anchors),
    ...sections,
    "</main>",
    `<script>${script}</script>`,
    "</body>",
    "</html>",
    "",
  ].join("\n");
}

function summary(figures: readonly Figure[]): string {
  const counts = countVerdicts(figures.flatMap(({ verdicts }) => verdicts));
  const items = outcomes.map((outcome) => {
    const { words, sign } = verdictWords[outcome];
    const said = outcome === "holds" && counts[outcome] !== 1 ? "hold" : plural(words, counts[outcome]);
    return `<li class="${outcome}"><b><span aria-hidden="true">${sign}</span> ${counts[outcome]}</b> ${said}</li>`;
  });
  return `<ul class="counts" aria-label="Statements of the paper">${items.join("")}</ul>`;
}

function plural(words: string, count: number): string {
  return count === 1 ? words : words.replace("does not", "do not");
}

function contents(figures: readonly Figure[], anchors: readonly string[]): string {
  const head = outcomes.map(
    (outcome) => `<th scope="col" class="number">${verdictWords[outcome].words}</th>`,
  );
  const rows = figures.map(({ title, verdicts }, i) => {
    const counts = countVerdicts(verdicts);
    const cells = outcomes.map((outcome) => {
      const [count, sign] = [counts[outcome], verdictWords[outcome].sign];
      const shown = count === 0 ? "–" : `<span aria-hidden="true">${sign}</span> ${count}`;
      return `<td class="number${count === 0 ? "" : ` ${outcome}`}">${shown}</td>`;
    });
    return `<tr><th scope="row"><a href="#${anchors[i]!}">${svgText(title)}</a></th>${cells.join("")}</tr>`;
  });
  const all = dataUrl("text/csv", verdictCsv(figures));
  return [
    '<nav class="card" id="contents" aria-label="Contents">',
    "<h2>Contents</h2>",
    '<table class="contents">',
    `<thead><tr><th scope="col">Figure</th>${head.join("")}</tr></thead>`,
    `<tbody>${rows.join("\n")}</tbody></table>`,
    `<ul class="downloads"><li><a download="verdicts.csv" href="${all}">All verdicts (CSV)</a></li></ul>`,
    "</nav>",
  ].join("\n");
}

/** Names of places in the page, each once. */
function figureAnchors(figures: readonly Figure[]): string[] {
  const taken = new Set(["contents", "theme"]);
  return figures.map(({ id }, i) => {
    const plain = id.replace(/[^\w-]+/g, "-");
    const anchor = plain === "" || taken.has(plain) ? `${plain}-${i + 1}` : plain;
    taken.add(anchor);
    return anchor;
  });
}
