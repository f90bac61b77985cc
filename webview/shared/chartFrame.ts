import { element } from "./dom.ts";

/** The elements that a chart consists of. */
export interface ChartFrame {
  readonly section: HTMLElement;
  readonly title: HTMLElement;
  /** What is below is drawn into: it has the size of the picture. */
  readonly plot: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  readonly overlay: HTMLCanvasElement;
  readonly empty: HTMLElement;
  readonly notes: HTMLElement;
  /** Said by screen readers when it changes. */
  readonly spoken: HTMLElement;
  readonly details: HTMLDetailsElement;
  readonly tableHolder: HTMLElement;
}

const help =
  "Arrow keys move the crosshair, Home and End jump to the ends, plus and minus zoom, 0 shows everything. " +
  "Drag to zoom, Shift+drag to pan, Ctrl+wheel to zoom, double-click to show everything.";

let made = 0;

/** Makes a chart's elements, empty. `name` says what it is until it is drawn; `legend` goes below the picture, `actions` beside the title, `below` under it. */
export function chartFrame(
  name: string,
  legend: HTMLElement,
  actions: readonly HTMLElement[],
  below: readonly HTMLElement[],
): ChartFrame {
  const id = `chart-${++made}`;
  const title = element("h2", { class: "chart-title", text: name, attributes: { id } });
  const canvas = element("canvas", {
    class: "chart-canvas",
    attributes: { role: "img", tabindex: 0, "aria-label": name, "aria-describedby": `${id}-help` },
  });
  const overlay = element("canvas", { class: "chart-overlay", attributes: { "aria-hidden": "true" } });
  const empty = element("p", { class: "chart-empty", attributes: { hidden: true } });
  const plot = element("div", { class: "chart-plot" }, canvas, overlay, empty);
  const notes = element("p", { class: "chart-notes", attributes: { role: "note" } });
  const spoken = element("p", { class: "visually-hidden", attributes: { "aria-live": "polite" } });
  const tableHolder = element("div", {
    class: "chart-table",
    attributes: { tabindex: 0, role: "region", "aria-label": `Data: ${name}` },
  });
  const details = element(
    "details",
    { class: "chart-data" },
    element("summary", { text: "Show data" }),
    tableHolder,
  );
  const section = element(
    "section",
    { class: "chart", attributes: { "aria-labelledby": id } },
    element(
      "header",
      { class: "chart-header" },
      title,
      element("div", { class: "chart-actions" }, ...actions),
    ),
    ...below,
    plot,
    element("p", { class: "visually-hidden", text: help, attributes: { id: `${id}-help` } }),
    spoken,
    legend,
    element("footer", { class: "chart-footer" }, details, notes),
  );
  return { section, title, plot, canvas, overlay, empty, notes, spoken, details, tableHolder };
}
