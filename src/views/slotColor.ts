/** The theme colours of runs, by slot, in the order of the panels' charts. */
const colors = [
  "charts.blue",
  // Themes have made their `charts.orange`, which is that of a search's hits, hard to see.
  "optoscope.orange",
  "charts.green",
  "charts.purple",
  "charts.red",
  "charts.yellow",
  "charts.foreground",
] as const;

/** Id of the theme colour of a run's slot. */
export function slotColor(slot: number): string {
  return colors[slot % colors.length] ?? colors[0];
}
