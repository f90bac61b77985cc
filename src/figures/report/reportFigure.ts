import { dataFiles } from "../dataFiles.ts";
import type { Figure } from "../figure.ts";
import { svgText } from "../svgText.ts";
import { dataUrl } from "./dataUrl.ts";
import { htmlTable } from "./htmlTable.ts";
import { reportPlots } from "./reportPlots.ts";
import { verdictTable } from "./verdictTable.ts";

/** So many runs are listed at once; more are shown when they are asked for. */
const fewRuns = 4;

/** A figure in a report: plots, caption, verdicts, tables, its data as files, and the runs that it was made from. */
export function reportFigure(figure: Figure, anchor: string): string {
  const { title, caption, tables, verdicts } = figure;
  const heading = `${anchor}-title`;
  return [
    `<section class="card" id="${anchor}" aria-labelledby="${heading}">`,
    '<a class="back" href="#contents">contents</a>',
    `<h2 id="${heading}">${svgText(title)}</h2>`,
    caption === "" ? "" : `<p class="caption">${svgText(caption)}</p>`,
    reportPlots(figure),
    verdicts.length === 0
      ? ""
      : `<h3>What the paper says</h3>\n${verdictTable(verdicts, `Verdicts: ${title}`)}`,
    ...tables.map(htmlTable),
    downloads(figure),
    runList(figure),
    "</section>",
  ]
    .filter((part) => part !== "")
    .join("\n");
}

function downloads(figure: Figure): string {
  const files = dataFiles(figure);
  if (files.length === 0) return "";
  const links = files.map(
    ({ name, title, csv }) =>
      `<li><a download="${svgText(name)}" href="${dataUrl("text/csv", csv)}">${title}</a></li>`,
  );
  return `<ul class="downloads">${links.join("")}</ul>`;
}

function runList({ runs }: Figure): string {
  if (runs.length === 0) return "";
  const items = runs.map(
    ({ name, folder, hash }) =>
      `<li>${svgText(name)} <code>${svgText(hash)}</code><br /><code>${svgText(folder)}</code></li>`,
  );
  const title = runs.length === 1 ? "Made from 1 run" : `Made from ${runs.length} runs`;
  const open = runs.length <= fewRuns ? ' open=""' : "";
  return `<details class="runs"${open}><summary>${title} (name, hash of the experiment, folder)</summary><ul>${items.join("\n")}</ul></details>`;
}
