import { element, setText } from "../shared/dom.ts";
import { swatch, updateSwatch } from "./swatch.ts";

/** A run as it is labelled everywhere in the panel. */
export interface LabelledRun {
  readonly name: string;
  readonly slot: number;
}

/** A run's colour and dash, and its name, cut where there is no room and whole when pointed at. */
export function runLabel(run: LabelledRun): HTMLElement {
  const label = element(
    "span",
    { class: "compare-run" },
    swatch(run.slot),
    element("span", { class: "compare-name" }),
  );
  updateRunLabel(label, run);
  return label;
}

/** Brings a label up to date. */
export function updateRunLabel(label: HTMLElement, { name, slot }: LabelledRun): void {
  const [sample, text] = label.children;
  if (sample) updateSwatch(sample, slot);
  if (text) setText(text, name);
  if (label.title !== name) label.title = name;
}
