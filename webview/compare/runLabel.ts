import { element, setText } from "../shared/dom.ts";
import { swatch, updateSwatch } from "./swatch.ts";

/** A run as it is labelled everywhere in the panel. */
export interface LabelledRun {
  readonly name: string;
  readonly slot: number;
}

/** Longest end of a name that is not cut, such as ` · seed 10`. */
const longestEnd = 16;

/** A run's colour and dash, and its name, cut before its end where there is no room, and whole when pointed at. */
export function runLabel(run: LabelledRun): HTMLElement {
  const label = element(
    "span",
    { class: "compare-run" },
    swatch(run.slot),
    element("span", { class: "compare-name" }, element("span"), element("span")),
  );
  updateRunLabel(label, run);
  return label;
}

/** Brings a label up to date. */
export function updateRunLabel(label: HTMLElement, { name, slot }: LabelledRun): void {
  const [sample, text] = label.children;
  if (sample) updateSwatch(sample, slot);
  const [start, end] = text?.children ?? [];
  const last = name.lastIndexOf(" · ");
  // Where there is no room the end stays: it tells the members of a group apart.
  const cut = last > 0 && name.length - last <= longestEnd ? last : name.length;
  if (start) setText(start, name.slice(0, cut));
  if (end) setText(end, name.slice(cut));
  if (label.title !== name) label.title = name;
}
