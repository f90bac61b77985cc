import type { Frame } from "playwright-core";

/** The rows of the table below a chart of a panel: the text of their cells. The table is opened where it is folded. */
export async function tableRows(panel: Frame, title: string): Promise<string[][]> {
  const chart = panel
    .locator("section.chart")
    .filter({ has: panel.locator("h2", { hasText: title }) })
    .first();
  const details = chart.locator("details");
  if ((await details.getAttribute("open")) === null) await details.locator("summary").click();
  return chart
    .locator("tbody tr")
    .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent)));
}
