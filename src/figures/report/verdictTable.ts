import type { Verdict } from "../figure.ts";
import { svgText } from "../svgText.ts";
import { outcomeOf, verdictWords } from "../verdictWords.ts";

// Said anew for readers by ear: on narrow screens cells stand below each other, and browsers forget what they were.
const columns = ["Statement", "Paper", "Measured", "Verdict"] as const;

/** What the paper says, what was measured, and whether it holds. */
export function verdictTable(verdicts: readonly Verdict[], label: string): string {
  const head = columns.map((name) => `<th scope="col" role="columnheader">${name}</th>`).join("");
  const rows = verdicts.map((verdict) => {
    const { statement, paper, measured, seed, why } = verdict;
    const outcome = outcomeOf(verdict);
    const { words, sign } = verdictWords[outcome];
    const ofSeed = seed === undefined ? "" : ` <span class="seed">seed ${seed}</span>`;
    const reason = why === undefined || why === "" ? "" : `<p class="why">${svgText(why)}</p>`;
    return [
      `<tr role="row" class="${outcome}">`,
      `<th scope="row" role="rowheader">${svgText(statement)}${ofSeed}</th>`,
      `<td role="cell" data-column="${columns[1]}">${svgText(paper)}</td>`,
      `<td role="cell" data-column="${columns[2]}">${svgText(measured)}</td>`,
      `<td role="cell" data-column="${columns[3]}"><span class="verdict ${outcome}"><span class="sign" aria-hidden="true">${sign}</span> ${words}</span>${reason}</td>`,
      "</tr>",
    ].join("");
  });
  return [
    `<table role="table" class="verdicts" aria-label="${svgText(label)}">`,
    `<thead role="rowgroup"><tr role="row">${head}</tr></thead>`,
    `<tbody role="rowgroup">${rows.join("\n")}</tbody></table>`,
  ].join("\n");
}
