import { formatValue } from "../../src/runs/comparison/formatNumbers.ts";
import { element, setAttribute, setText } from "../shared/dom.ts";
import { HeatMap } from "../shared/heatMap.ts";
import { icon } from "../shared/icons.ts";
import { numbersOf } from "./headColumns.ts";
import { headPlot, shownOf, type HeadScale } from "./headPlots.ts";
import type { HeadsView } from "./headsView.ts";
import { waitsForFrames } from "./waitsForFrames.ts";

/** What a tile asks for. */
export interface HeadTileActions {
  readonly onOpen: (head: string) => void;
  readonly onAblate: (head: string) => void;
}

/** A head among others: its map, or two, its strengths, what holds it, and a button that ablates it. */
export class HeadTile {
  readonly element: HTMLElement;
  readonly head: string;
  readonly #maps: readonly [HeatMap, HeatMap];
  readonly #letters: readonly HTMLElement[];
  readonly #marks = element("span", { class: "heads-marks" });
  readonly #facts = element("p", { class: "heads-facts" });
  readonly #ablate: HTMLButtonElement;
  #drawnMarks = "";

  constructor(head: string, { onOpen, onAblate }: HeadTileActions) {
    this.head = head;
    const map = (): HeatMap =>
      new HeatMap({
        look: "tile",
        label: head,
        onOpen: () => {
          onOpen(head);
        },
      });
    this.#maps = [map(), map()];
    this.#letters = this.#maps.map(() => element("span", { class: "heads-letter" }));
    this.#ablate = element("button", {
      class: "chip heads-ablate",
      text: "Ablate",
      attributes: { type: "button", "aria-label": `Ablate ${head}`, "aria-pressed": "false" },
      on: {
        click: () => {
          if (this.#ablate.getAttribute("aria-disabled") !== "true") onAblate(head);
        },
      },
    });
    this.element = element(
      "div",
      { class: "heads-tile", attributes: { "data-head": head } },
      element("div", { class: "heads-tile-head" }, element("strong", { text: head }), this.#marks),
      element(
        "div",
        { class: "heads-maps" },
        ...this.#maps.map((one, i) =>
          element("div", { class: "heads-map" }, one.element, this.#letters[i] ?? null),
        ),
      ),
      this.#facts,
      this.#ablate,
    );
  }

  /** What takes the focus of the tile: its first map. */
  get target(): HTMLElement {
    return this.#maps[0].element;
  }

  /** Shows the head as it is in a view. `isActive`: whether the Tab key comes by. */
  update(view: HeadsView, scale: HeadScale, isActive: boolean, isTrusted: boolean): void {
    const { head } = this;
    const shown = shownOf(view);
    const facts = factsOf(view, head);
    const isAblated = view.ui.ablated.includes(head);
    const held = heldBy(view, head);
    // What waits for its numbers keeps the ones before them, greyed out.
    const isWaiting = waitsForFrames(view);
    this.#maps.forEach((map, i) => {
      const which = shown[i];
      const holder = map.element.parentElement;
      const plot = which === undefined ? null : headPlot(view, head, which, scale);
      if (holder !== null) holder.hidden = which === undefined || (plot === null && !isWaiting);
      if (plot !== null) map.update(plot);
      const name = which === undefined || which === "difference" || shown.length === 1 ? "" : `, ${which}`;
      const letter = this.#letters[i];
      if (letter !== undefined) setText(letter, name.slice(2));
      const notes = [...facts, ...held, ...(isAblated ? ["ablated"] : [])].join(", ");
      map.setLabel(`${head}${name}${notes === "" ? "" : `: ${notes}`}. Enlarge`);
      map.element.tabIndex = isActive && i === 0 ? 0 : -1;
    });
    if (!isWaiting) setText(this.#facts, facts.join("\n"));
    this.#showMarks(held, heldWords(view, head), isAblated);
    setAttribute(this.#ablate, "aria-pressed", isAblated ? "true" : "false");
    setAttribute(this.#ablate, "aria-disabled", isTrusted ? undefined : "true");
    this.#ablate.title = isTrusted ? "" : "Off until you trust this workspace";
    this.#ablate.tabIndex = isActive ? 0 : -1;
    this.element.classList.toggle("heads-open", view.ui.open === head);
  }

  dispose(): void {
    for (const map of this.#maps) map.dispose();
    this.element.remove();
  }

  #showMarks(held: readonly string[], words: string, isAblated: boolean): void {
    const drawn = JSON.stringify([held, words, isAblated]);
    if (drawn === this.#drawnMarks) return;
    this.#drawnMarks = drawn;
    this.#marks.replaceChildren(
      ...(held.length === 0 ? [] : [icon("clamp"), element("span", { text: words })]),
      ...(isAblated ? [icon("stop"), element("span", { text: "ablated" })] : []),
    );
    this.#marks.title = held.join("\n");
  }
}

/** Strengths in a few words: `ind 0.823`, `prev 0.012`; of two sides: `ind 0.823 | 0.119`. */
function factsOf(view: HeadsView, head: string): string[] {
  const sides = view.b === null ? [view.a] : [view.a, view.b];
  const numbers = sides.map(({ frame }) => numbersOf(frame?.value, head));
  const text = (title: string, measure: "induction" | "previousToken"): string[] => {
    const values = numbers.map((one) => one[measure]);
    if (values.every((value) => value === null)) return [];
    return [`${title} ${values.map((value) => (value === null ? "–" : formatValue(value))).join(" | ")}`];
  };
  return [...text("ind", "induction"), ...text("prev", "previousToken")];
}

/** That a head is clamped; of two sides, in which. */
function heldWords({ a, b }: HeadsView, head: string): string {
  const letters = [a, ...(b === null ? [] : [b])].filter(({ clamps }) => clamps.heads.has(head));
  return b === null ? "clamped" : `clamped in ${letters.map(({ letter }) => letter).join(" and ")}`;
}

/** What the run's own clamps do to a head where the view is, in words. */
function heldBy({ a, b }: HeadsView, head: string): string[] {
  const sides = b === null ? [a] : [a, b];
  return sides.flatMap(({ clamps, letter }) =>
    (clamps.heads.get(head) ?? []).map((words) =>
      b === null ? `clamped: ${words}` : `clamped in ${letter}: ${words}`,
    ),
  );
}
