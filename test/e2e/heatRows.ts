import type { Locator } from "playwright-core";

/** The numbers of a heat map, by its rows and columns, as its table tells them, which is opened for this. */
export async function heatRows(place: Locator): Promise<number[][]> {
  const details = place.locator("details.heat-data");
  const isFolded = (await details.getAttribute("open")) === null;
  if (isFolded) await details.locator("summary").click();
  const lines = details.locator("tbody tr");
  await lines.first().waitFor();
  const rows = await lines.evaluateAll((all) =>
    all.map((line) => [...line.querySelectorAll("td")].map((cell) => cell.textContent)),
  );
  if (isFolded) await details.locator("summary").click();
  return rows.map((row) => row.filter((text) => text !== "").map((text) => Number(text.replace("−", "-"))));
}
