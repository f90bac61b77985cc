import { element, setAttribute, setText } from "../shared/dom.ts";
import { HeatMap } from "../shared/heatMap.ts";
import { showTable } from "../shared/showTable.ts";
import { button } from "../shared/ui.ts";
import { numberText } from "./ablationRows.ts";
import { headMeasures, less, measureWords, numbersOf } from "./headColumns.ts";
import { headPlot, headScale, shownOf } from "./headPlots.ts";
import type { HeadsView } from "./headsView.ts";
import { waitsForFrames } from "./waitsForFrames.ts";

/** A head enlarged: its map with all values, or two, and what it writes. */
export class HeadDetail {
  readonly element: HTMLElement;
  readonly #title = element("h2");
  readonly #maps: readonly [HeatMap, HeatMap];
  readonly #captions: readonly HTMLElement[];
  readonly #numbers = element("div", { class: "heads-scroll heads-numbers" });
  #drawn = "";
  /** Of which head the numbers are, and whether of one side. */
  #numbersAre = "";

  constructor(onClose: () => void) {
    const map = (which: string): HeatMap =>
      new HeatMap({ look: "full", label: `Attention of the enlarged head${which}` });
    this.#maps = [map(""), map(", B")];
    this.#captions = this.#maps.map(() => element("p", { class: "heads-caption" }));
    this.element = element(
      "section",
      {
        class: "heads-section heads-detail",
        attributes: { tabindex: -1, "aria-label": "Enlarged head", hidden: true },
        on: {
          keydown: (event) => {
            if (event.key !== "Escape" || event.defaultPrevented) return;
            event.preventDefault();
            onClose();
          },
        },
      },
      element(
        "div",
        { class: "heads-title" },
        this.#title,
        button("Close (Escape)", { icon: "close", appearance: "icon", onClick: onClose }),
      ),
      ...this.#maps.map((one, i) =>
        element("div", { class: "heads-large" }, this.#captions[i] ?? null, one.element),
      ),
      this.#numbers,
    );
  }

  /** The maps that are shown. */
  get maps(): readonly HeatMap[] {
    return this.#maps.filter(({ element: map }) => map.parentElement?.hidden === false);
  }

  /** Shows the head that is open in a view, or nothing. */
  update(view: HeadsView): void {
    const head = view.ui.open;
    const isShown = head !== null && view.layers.flat().includes(head);
    this.element.hidden = !isShown;
    if (!isShown) return;
    setText(this.#title, head);
    const scale = headScale(view);
    const shown = shownOf(view);
    const isWaiting = waitsForFrames(view);
    this.element.classList.toggle("heads-waiting", isWaiting);
    setAttribute(this.element, "aria-busy", isWaiting ? "true" : undefined);
    this.#maps.forEach((map, i) => {
      const which = shown[i];
      const plot = which === undefined ? null : headPlot(view, head, which, scale);
      const holder = map.element.parentElement;
      if (holder !== null) holder.hidden = which === undefined || (plot === null && !isWaiting);
      if (plot === null) return;
      map.update(plot);
      map.setLabel(plot.title);
      const caption = this.#captions[i];
      if (caption !== undefined) setText(caption, plot.title.replace(`${head}, `, ""));
    });
    const numbersAre = JSON.stringify([head, view.b === null]);
    if (isWaiting && numbersAre === this.#numbersAre) return;
    this.#numbersAre = numbersAre;
    this.#showNumbers(view, head);
  }

  #showNumbers(view: HeadsView, head: string): void {
    const [a, b] = [numbersOf(view.a.frame?.value, head), numbersOf(view.b?.frame?.value, head)];
    const rows = headMeasures.map((measure) => [
      measureWords[measure].title,
      numberText(a[measure]),
      ...(view.b === null ? [] : [numberText(b[measure]), numberText(less(a[measure], b[measure]), true)]),
    ]);
    const drawn = JSON.stringify(rows);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    const columns = view.b === null ? ["Measure", "Value"] : ["Measure", "A", "B", "A − B"];
    this.#numbers.replaceChildren(showTable({ columns, rows, note: null }, `${head} in numbers`));
  }
}
