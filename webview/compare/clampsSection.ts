import { formatSequences } from "../../src/runs/comparison/formatNumbers.ts";
import type { ChartGroup } from "../shared/chartGroup.ts";
import { element, setText } from "../shared/dom.ts";
import { isToyRun } from "../shared/isToyRun.ts";
import { drawSoon } from "../shared/frames.ts";
import type { Range } from "../shared/series.ts";
import { ticks } from "../../src/figures/ticks.ts";
import { clampsSvg } from "./clampsSvg.ts";
import type { TimelineRow } from "./clampTimeline.ts";
import { rowTitle, spansText, timelineRows } from "./clampTimeline.ts";
import type { CompareView } from "./compareView.ts";
import { KeyedChildren } from "../shared/keyedChildren.ts";
import { runLabel, updateRunLabel } from "./runLabel.ts";
import { plainTable } from "./plainTable.ts";
import type { Section } from "./section.ts";
import { seriesColour } from "./seriesColour.ts";
import { isOnAxis, placeOnAxis, timelineBars } from "./timelineLayout.ts";
import type { TimelineAxis } from "./timelineLayout.ts";

/** When which clamps held, under the curves and on their x-axis, with the same as a table. */
export class ClampsSection {
  readonly #group: ChartGroup;
  readonly #rows: KeyedChildren<TimelineRow, HTMLElement>;
  readonly #timeline: HTMLElement;
  readonly #axis: HTMLElement;
  readonly #cursor: HTMLElement;
  readonly #words: HTMLElement;
  readonly #table = plainTable("When clamps held");
  readonly #plotEdges: () => { left: number; right: number } | null;
  #view: CompareView | null = null;
  /** Of tracks, in CSS pixels. */
  #width = 1;
  readonly #draw = (): void => {
    this.#drawNow();
  };

  /** @param plotEdges where charts begin and end their plots, in CSS pixels of the page; null: not known */
  constructor(section: Section, group: ChartGroup, plotEdges: () => { left: number; right: number } | null) {
    this.#group = group;
    this.#plotEdges = plotEdges;
    const rows = element("div", { class: "compare-clamps" });
    this.#axis = element("div", { class: "compare-axis" });
    this.#cursor = element("div", { class: "compare-cursor" });
    this.#cursor.hidden = true;
    this.#timeline = element(
      "div",
      { class: "compare-timeline", attributes: { "aria-hidden": "true" } },
      rows,
      this.#axis,
      this.#cursor,
    );
    this.#words = element("p", { class: "compare-note" });
    const alternative = element(
      "details",
      { class: "compare-alternative" },
      element("summary", { text: "As a table" }),
      this.#table.element,
    );
    section.body.append(this.#words, this.#timeline, alternative);
    this.#rows = new KeyedChildren<TimelineRow, HTMLElement>(rows, {
      key: ({ key }) => key,
      create: ({ run }) =>
        element(
          "div",
          { class: "compare-clamp" },
          element("div", { class: "compare-clamp-label" }, runLabel(run), element("span"), element("span")),
          element("div", { class: "compare-track" }),
        ),
      update: (row, item) => {
        this.#updateRow(row, item);
      },
    });
    group.onDidChangeRange.on(() => {
      drawSoon(this.#draw);
    });
    group.onDidMoveCursor.on((x) => {
      this.#moveCursor(x);
    });
    new ResizeObserver(() => {
      drawSoon(this.#draw);
    }).observe(this.#timeline);
  }

  update(view: CompareView): void {
    this.#view = view;
    drawSoon(this.#draw);
  }

  /** The timeline as SVG file, also while the section is closed; null where there are no clamps. */
  exportSvg(view: CompareView): string | null {
    this.#view = view;
    const rows = timelineRows(view).filter(({ run }) => run.origin !== null);
    if (rows.every(({ clamp }) => clamp === null)) return null;
    return clampsSvg(rows, { ...this.#range, scale: this.#scale }, formatSequences);
  }

  #drawNow(): void {
    if (
      this.#view === null ||
      (this.#timeline.clientWidth === 0 && this.#timeline.isConnected && !this.#timeline.hidden)
    )
      return;
    const all = timelineRows(this.#view);
    const hasClamps = all.some(({ clamp }) => clamp !== null);
    this.#timeline.hidden = !hasClamps;
    this.#words.hidden = hasClamps;
    const none = all.every(({ run }) => isToyRun(run))
      ? "The toy model's clamped vectors are in its experiment: toy.clamped."
      : "None of these runs has clamps.";
    setText(this.#words, all.length === 0 ? "" : none);
    this.#width = this.#setEdges();
    const isPlaced = all.filter(({ run }) => run.origin !== null);
    this.#rows.update(hasClamps ? isPlaced : []);
    this.#drawAxis();
    this.#table.update(
      ["Run", "Clamp", "Set", "Held (sequences)", "Measured", "Phase change"],
      all.map((row) => [
        row.run.name,
        row.clamp ?? "none",
        row.clamp === null ? "–" : row.isLive ? "while running" : "in the experiment",
        spansText(row),
        row.measured ?? "–",
        row.run.summary.phaseChange?.toLocaleString("en-US") ?? "none",
      ]),
    );
  }

  get #range(): Range {
    const whole = this.#group.range ?? this.#group.extent ?? { from: 0, to: 1 };
    const isLog = this.#scale === "log";
    const from = isLog && whole.from <= 0 ? this.#firstPositive() : whole.from;
    return whole.to > from ? { from, to: whole.to } : { from: from - 1, to: from + 1 };
  }

  get #scale(): "linear" | "log" {
    const ui = this.#view?.ui;
    return ui?.align === "sequences" ? ui.xScale : "linear";
  }

  /** Where charts with a log axis begin: at the first point above 0. */
  #firstPositive(): number {
    const firsts =
      this.#view?.runs.flatMap(({ curves }) => curves.sequences.find((at) => at > 0) ?? []) ?? [];
    return firsts.length > 0 ? Math.min(...firsts) : 1;
  }

  /** The axis in pixels of a track. */
  #axisIn(width: number): TimelineAxis {
    return { ...this.#range, left: 0, right: width, scale: this.#scale };
  }

  #setEdges(): number {
    const box = this.#timeline.getBoundingClientRect();
    const edges = this.#plotEdges();
    const left = edges ? Math.max(0, edges.left - box.left) : 0;
    const right = edges ? Math.max(0, box.right - edges.right) : 0;
    this.#timeline.style.setProperty("--plot-left", `${left}px`);
    this.#timeline.style.setProperty("--plot-right", `${right}px`);
    return Math.max(1, box.width - left - right);
  }

  #updateRow(row: HTMLElement, item: TimelineRow): void {
    const [label, track] = row.children;
    if (!(label instanceof HTMLElement) || !(track instanceof HTMLElement)) return;
    const [name, clamp, live] = label.children;
    if (name instanceof HTMLElement) {
      updateRunLabel(name, item.run);
      name.hidden = !item.isFirst;
    }
    row.classList.toggle("compare-clamp-more", !item.isFirst);
    if (clamp) setText(clamp, item.clamp ?? "no clamps");
    if (live) {
      setText(live, item.isLive ? "live" : "");
      live.className = item.isLive ? "compare-tag" : "";
    }
    row.title = rowTitle(item);
    const axis = this.#axisIn(this.#width);
    const { run } = item;
    const origin = run.origin ?? 0;
    const spans = item.spans.map(({ from, until }) => ({
      from: from - origin,
      until: until === null ? null : until - origin,
    }));
    const colour = seriesColour(run.slot);
    const bars = timelineBars({ spans, end: run.summary.sequences - origin }, axis).map((bar) => {
      const drawn = element("div", { class: item.isLive ? "compare-bar compare-bar-live" : "compare-bar" });
      drawn.style.left = `${bar.left}px`;
      drawn.style.width = `${bar.width}px`;
      drawn.style.setProperty("--run", colour);
      drawn.classList.toggle("compare-opens-left", bar.opensLeft);
      drawn.classList.toggle("compare-opens-right", bar.opensRight);
      return drawn;
    });
    track.replaceChildren(...bars, ...this.#phaseTick(item, axis));
  }

  #phaseTick({ run }: TimelineRow, axis: TimelineAxis): HTMLElement[] {
    const { phaseChange } = run.summary;
    if (phaseChange === null || run.origin === null || !isOnAxis(phaseChange - run.origin, axis)) return [];
    const tick = element("div", { class: "compare-phase" });
    tick.style.left = `${placeOnAxis(phaseChange - run.origin, axis)}px`;
    tick.title = `${run.name}: phase change at ${phaseChange.toLocaleString("en-US")}`;
    return [tick];
  }

  #drawAxis(): void {
    const axis = this.#axisIn(this.#width);
    const marks = ticks(axis, axis.scale, Math.max(2, axis.right / 110), formatSequences).map(
      ({ value, label }) => {
        const mark = element("span", { text: label });
        mark.style.left = `${placeOnAxis(value, axis)}px`;
        return mark;
      },
    );
    this.#axis.replaceChildren(...marks);
  }

  #moveCursor(x: number | null): void {
    const axis = this.#axisIn(this.#width);
    this.#cursor.hidden = x === null || !isOnAxis(x, axis);
    if (x !== null && !this.#cursor.hidden)
      this.#cursor.style.left = `calc(var(--plot-left, 0px) + ${placeOnAxis(x, axis)}px)`;
  }
}
