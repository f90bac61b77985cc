import { element, setAttribute, setText } from "./dom.ts";
import { lineSample } from "./lineSample.ts";
import type { Series } from "./series.ts";
import type { Palette } from "./theme.ts";

/** What a legend tells its chart. */
export interface LegendEvents {
  /** Hide or show one. */
  readonly onToggle: (key: string) => void;
  /** Show only this one; all, where it is the only one. */
  readonly onSolo: (key: string) => void;
  /** The pointer or the focus is on it; null: on none. */
  readonly onHighlight: (key: string | null) => void;
}

interface Entry {
  readonly item: HTMLLIElement;
  readonly button: HTMLButtonElement;
  readonly value: HTMLSpanElement;
  /** So many characters fit into `value`. */
  readonly room: number;
}

/** Characters for which the style sheet leaves room: of a value, and of a mean with its range. */
const roomOf = { value: 8, spread: 22 };

/** A chart's legend: a list of buttons that hide and show series, with the values at the crosshair. */
export class ChartLegend {
  readonly element = element("ul", { class: "legend", attributes: { role: "list" } });
  readonly #events: LegendEvents;
  #entries = new Map<string, Entry>();
  #drawn = "";

  constructor(events: LegendEvents) {
    this.#events = events;
  }

  /** Shows these series. Buttons stay the same elements while the list does: the focus stays where it is. */
  update(series: readonly Series[], hidden: ReadonlySet<string>, palette: Palette): void {
    const drawn = JSON.stringify([
      series.map(({ key, label, title, slot, dash, spread, isReference }) => [
        ...[key, label, title, slot, dash],
        ...[spread !== undefined, isReference],
      ]),
      palette.series,
    ]);
    if (drawn !== this.#drawn) {
      this.#drawn = drawn;
      const focused = [...this.#entries].find(([, { button }]) => button === document.activeElement)?.[0];
      this.#entries = new Map(series.map((one) => [one.key, this.#entry(one, palette)]));
      this.element.replaceChildren(...[...this.#entries.values()].map(({ item }) => item));
      if (focused !== undefined) this.#entries.get(focused)?.button.focus();
    }
    for (const [key, { button }] of this.#entries) {
      setAttribute(button, "aria-pressed", hidden.has(key) ? "false" : "true");
    }
  }

  /** Writes values beside the names; none where a key has none. */
  setValues(values: ReadonlyMap<string, string>): void {
    for (const [key, { value, room }] of this.#entries) {
      const text = values.get(key) ?? "";
      setText(value, text);
      value.classList.toggle("legend-value-long", text.length > room);
    }
  }

  #entry(series: Series, palette: Palette): Entry {
    const { key, label, title } = series;
    const value = element("span", {
      class: series.spread === undefined ? "legend-value" : "legend-value legend-value-spread",
    });
    const button = element(
      "button",
      {
        class: "legend-button",
        attributes: {
          type: "button",
          title: `${title ?? label}\nClick to hide or show, Alt+click to show only this`,
        },
        on: {
          click: (event) => {
            if (event.altKey) this.#events.onSolo(key);
            else this.#events.onToggle(key);
          },
          pointerenter: () => {
            this.#events.onHighlight(key);
          },
          pointerleave: () => {
            this.#events.onHighlight(null);
          },
          focus: () => {
            if (button.matches(":focus-visible")) this.#events.onHighlight(key);
          },
          blur: () => {
            this.#events.onHighlight(null);
          },
        },
      },
      lineSample(series, palette),
      element("span", { class: "legend-label", text: label }),
      value,
    );
    return {
      item: element("li", {}, button),
      button,
      value,
      room: series.spread === undefined ? roomOf.value : roomOf.spread,
    };
  }
}
