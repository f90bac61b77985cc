import { element } from "../shared/dom.ts";
import type { FrameCount, HeadsMeasures } from "./headsMeasures.ts";
import { notDragged, type Dragged, type HeadsView, type Side } from "./headsView.ts";
import { MeasuringLine, type MeasuringState } from "./measuringLine.ts";
import { SideBar } from "./sideBar.ts";

/** What the header asks for. */
export interface HeadsHeaderActions {
  /** A slider is being moved: `dragged` has changed. */
  readonly onDrag: () => void;
  /** A's slider rests. */
  readonly onRest: (at: number) => void;
  /** B's slider rests; null: B is to stand where A stands. */
  readonly onAgainst: (againstAt: number | null) => void;
  /** What is measured, or given up, has changed. */
  readonly onMeasures: () => void;
}

/** Where in training one looks, on one side or two, and how far the measuring is. */
export class HeadsHeader {
  readonly element: HTMLElement;
  readonly #measures: HeadsMeasures;
  readonly #a: SideBar;
  readonly #b: SideBar;
  readonly #line: MeasuringLine;
  #view: HeadsView | null = null;
  #dragged: Dragged = notDragged;

  constructor(measures: HeadsMeasures, { onDrag, onRest, onAgainst, onMeasures }: HeadsHeaderActions) {
    this.#measures = measures;
    const drag = (part: Partial<Dragged>): void => {
      this.#dragged = { ...this.#dragged, ...part };
    };
    this.#a = new SideBar("A", {
      onMove: (a) => {
        drag({ a });
        onDrag();
      },
      onRest: (at) => {
        drag({ a: null });
        onRest(at);
      },
    });
    this.#b = new SideBar("B", {
      onMove: (b) => {
        drag({ b });
        onDrag();
      },
      onRest: (at) => {
        drag({ b: null });
        onAgainst(at);
      },
      onTie: (isTied) => {
        onAgainst(isTied ? null : (this.#view?.a.at ?? null));
      },
    });
    this.#line = new MeasuringLine({
      onEverywhere: (isWanted) => {
        for (const side of sidesOf(this.#view)) measures.setEverywhere(side, isWanted);
        onMeasures();
      },
      onCancel: () => {
        measures.cancelUrgent();
      },
      onRetry: () => {
        measures.retry();
      },
    });
    this.element = element(
      "header",
      { class: "heads-header" },
      ...[this.#a.element, this.#b.element, this.#line.element],
    );
  }

  /** Where the sliders stand while they are moved. */
  get dragged(): Dragged {
    return this.#dragged;
  }

  update(view: HeadsView, isTrusted: boolean): void {
    this.#view = view;
    const { store } = this.#measures;
    this.#a.update(view, view.a, store.places(view.a.key));
    this.#b.update(view, view.b, view.b === null ? [] : store.places(view.b.key));
    this.#line.update(measuringState(sidesOf(view), this.#measures, isTrusted));
  }

  /** Says what is drawn while a slider moves. */
  show(view: HeadsView): void {
    this.#view = view;
    this.#a.show(view, view.a);
    if (view.b !== null) this.#b.show(view, view.b);
  }
}

function sidesOf(view: HeadsView | null): Side[] {
  return view === null ? [] : view.b === null ? [view.a] : [view.a, view.b];
}

function measuringState(sides: readonly Side[], measures: HeadsMeasures, isTrusted: boolean): MeasuringState {
  const counts = sides.map((side) => measures.everywhere(side)).filter((count) => count !== null);
  const sum = (of: (count: FrameCount) => number): number =>
    counts.reduce((all, count) => all + of(count), 0);
  return {
    progress: measures.progress,
    problem: sides.map((side) => measures.problem(side)).find((problem) => problem !== null) ?? null,
    drawn: sides.some(({ frame }) => frame === null)
      ? "nothing"
      : sides.every(({ isExact }) => isExact)
        ? "exact"
        : "nearest",
    everywhere: counts.length === 0 ? null : { have: sum(({ have }) => have), of: sum((count) => count.of) },
    canHaveMore: sides.some((side) => measures.canHaveMore(side)),
    isTrusted,
  };
}
