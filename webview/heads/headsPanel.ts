import type { PanelRequest } from "../../src/protocol/panelMessages.ts";
import { element, setText } from "../shared/dom.ts";
import type { PanelClient } from "../shared/panelClient.ts";
import { button } from "../shared/ui.ts";
import { AblationTable } from "./ablationTable.ts";
import { emptyWords } from "./emptyWords.ts";
import { frameWords } from "./frameWords.ts";
import { HeadDetail } from "./headDetail.ts";
import { HeadGrid } from "./headGrid.ts";
import { HeadTable } from "./headTable.ts";
import { exportRequest, type HeadsExport } from "./headsExports.ts";
import { HeadsMeasures } from "./headsMeasures.ts";
import { HeadsToolbar } from "./headsToolbar.ts";
import { readHeadsUi, type HeadsUi } from "./headsUi.ts";
import { headsView, notDragged, type Dragged, type HeadsView } from "./headsView.ts";
import { MeasuringLine } from "./measuringLine.ts";
import { Notice } from "../shared/notice.ts";
import { lastSaved, wholeStep } from "../shared/runPlaces.ts";
import { SideBar } from "./sideBar.ts";
import { StrengthCharts } from "./strengthCharts.ts";

/** The Heads panel: what every head attends to and writes, anywhere in training. */
export class HeadsPanel {
  readonly #client: PanelClient;
  readonly #measures: HeadsMeasures;
  readonly #toolbar: HeadsToolbar;
  readonly #a: SideBar;
  readonly #b: SideBar;
  readonly #measuring: MeasuringLine;
  readonly #words = element("p", { class: "heads-words" });
  readonly #notice = new Notice();
  readonly #missing = element("div", { class: "heads-missing", attributes: { role: "status" } });
  readonly #addRuns: HTMLElement;
  readonly #body: HTMLElement;
  readonly #grid: HeadGrid;
  readonly #detail: HeadDetail;
  readonly #table: HeadTable;
  readonly #ablations: AblationTable;
  readonly #charts: StrengthCharts;
  #ui: HeadsUi;
  #dragged: Dragged = notDragged;
  #view: HeadsView | null = null;
  /** What the pictures were made of. */
  #drawn: readonly unknown[] = [];

  constructor(root: HTMLElement, client: PanelClient) {
    this.#client = client;
    this.#ui = readHeadsUi(client.ui);
    const change = (part: Partial<HeadsUi>): void => {
      this.#change(part);
    };
    const chooseRuns = (): void => {
      void this.#ask({ kind: "choose-runs" });
    };
    this.#measures = new HeadsMeasures(client, () => {
      this.#update();
    });
    this.#toolbar = new HeadsToolbar({
      onChange: change,
      onExport: (kind) => {
        void this.#export(kind);
      },
      onWiring: () => {
        const run = this.#view?.a.run.id;
        if (run !== undefined) void this.#ask({ kind: "open-panel", panel: "wiring", runs: [run] });
      },
      onCompare: () => {
        void this.#ask({ kind: "open-panel", panel: "compare", runs: client.runs.map(({ id }) => id) });
      },
      onAddRuns: chooseRuns,
    });
    this.#a = new SideBar("A", {
      onMove: (a) => {
        this.#drag({ ...this.#dragged, a });
      },
      onRest: (at) => {
        this.#restA(at);
      },
    });
    this.#b = new SideBar("B", {
      onMove: (b) => {
        this.#drag({ ...this.#dragged, b });
      },
      onRest: (againstAt) => {
        this.#dragged = { ...this.#dragged, b: null };
        change({ againstAt });
      },
      onTie: (isTied) => {
        change({ againstAt: isTied ? null : (this.#view?.a.at ?? null) });
      },
    });
    this.#measuring = new MeasuringLine({
      onEverywhere: (isWanted) => {
        for (const side of this.#sides()) this.#measures.setEverywhere(side, isWanted);
        this.#update();
      },
      onRetry: () => {
        this.#measures.retry();
      },
    });
    this.#grid = new HeadGrid({
      onOpen: (head) => {
        this.#open(head);
      },
      onAblate: (head) => {
        const { ablated } = this.#ui;
        const rest = ablated.filter((other) => other !== head);
        change({ ablated: rest.length < ablated.length ? rest : [...ablated, head] });
      },
    });
    this.#detail = new HeadDetail(() => {
      this.#close();
    });
    this.#table = new HeadTable((sort) => {
      change({ sort });
    });
    this.#ablations = new AblationTable(() => {
      const [first] = this.#ui.ablated;
      change({ ablated: [] });
      // The button that was pressed is gone.
      if (first !== undefined) this.#grid.focus(first);
    });
    this.#charts = new StrengthCharts({
      onPlace: (at) => {
        this.#restA(at);
      },
      onChosen: (chosen) => {
        change({ chosen });
      },
    });
    this.#addRuns = button("Add Runs…", { icon: "add", appearance: "primary", onClick: chooseRuns });
    this.#body = element(
      "div",
      { class: "heads-body" },
      element("header", { class: "heads-header" }, this.#a.element, this.#b.element, this.#measuring.element),
      this.#toolbar.element,
      this.#words,
      element(
        "div",
        { class: "heads-pictures" },
        // Above the grid it would push away the button that was pressed.
        this.#grid.element,
        this.#ablations.element,
        this.#detail.element,
        this.#table.element,
      ),
      this.#charts.element,
    );
    this.#body.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.defaultPrevented && this.#ui.open !== null) this.#close();
    });
    root.replaceChildren(
      element("h1", { class: "visually-hidden", text: "Optoscope: heads" }),
      this.#notice.element,
      this.#missing,
      this.#addRuns,
      this.#body,
    );
    client.onDidChange.on(() => {
      this.#update();
    });
    this.#update();
  }

  #sides(): HeadsView["a"][] {
    const view = this.#view;
    return view === null ? [] : view.b === null ? [view.a] : [view.a, view.b];
  }

  /** Shows all anew, and has measured what is missing. */
  #update(): void {
    const { runs, isTrusted, isHydrated } = this.#client;
    const { store } = this.#measures;
    const view = headsView(runs, this.#ui, store, this.#dragged);
    this.#view = view;
    if (isHydrated) {
      const ids = new Set(runs.map(({ id }) => id));
      store.keepOnly((key) => [...ids].some((id) => key.startsWith(`[${JSON.stringify(id)},`)));
    }
    this.#showMissing();
    this.#addRuns.hidden = !isHydrated || view !== null;
    this.#body.hidden = view === null;
    const isResting = this.#dragged.a === null && this.#dragged.b === null;
    if (!isTrusted) this.#measures.want(null);
    // What a moving slider comes by is not measured: it will not be looked at for long.
    else if (isResting || view === null) this.#measures.want(view);
    if (view === null) return;
    this.#toolbar.update(runs, view);
    this.#a.update(view, view.a, store.places(view.a.key));
    this.#b.update(view, view.b, view.b === null ? [] : store.places(view.b.key));
    this.#charts.update(view);
    this.#showMeasuring(view);
    this.#ablations.update(view, (side) => this.#measures.ablation(side));
    this.#showWords(view);
    // Progress of a measure comes ten times a second, and changes none of the pictures.
    const drawn = [this.#ui, isTrusted, ...this.#sides().flatMap(({ run, at, frame }) => [run, at, frame])];
    const isSame = drawn.length === this.#drawn.length && drawn.every((one, i) => one === this.#drawn[i]);
    this.#drawn = drawn;
    if (!isSame) this.#showFrame(view);
  }

  /** All that a frame changes: called for each one while a slider moves. */
  #showFrame(view: HeadsView): void {
    this.#grid.update(view, this.#client.isTrusted);
    this.#detail.update(view);
    this.#table.update(view);
    this.#showWords(view);
  }

  #showWords(view: HeadsView): void {
    setText(
      this.#words,
      frameWords(view, (side) => this.#measures.ablation(side)),
    );
  }

  #drag(dragged: Dragged): void {
    this.#dragged = dragged;
    const view = headsView(this.#client.runs, this.#ui, this.#measures.store, dragged);
    if (view === null) return;
    this.#view = view;
    this.#drawn = [];
    this.#a.show(view.a);
    if (view.b !== null) this.#b.show(view.b);
    this.#charts.moveTo(view.a.at);
    this.#showFrame(view);
  }

  #restA(at: number): void {
    this.#dragged = { ...this.#dragged, a: null };
    const run = this.#view?.a.run;
    if (run === undefined) return;
    const place = wholeStep(run, at);
    // At the end it stays at the end, also while the run goes on.
    this.#change({ at: place === lastSaved(run) ? null : place });
  }

  #change(part: Partial<HeadsUi>): void {
    this.#ui = { ...this.#ui, ...part };
    this.#client.saveUi(this.#ui);
    this.#update();
  }

  #open(head: string): void {
    if (this.#ui.open === head) {
      this.#close();
      return;
    }
    this.#change({ open: head });
    this.#detail.element.focus({ preventScroll: true });
    this.#detail.element.scrollIntoView({ block: "nearest" });
  }

  #close(): void {
    const { open } = this.#ui;
    this.#change({ open: null });
    if (open !== null) this.#grid.focus(open);
  }

  #showMeasuring({ a, b }: HeadsView): void {
    const sides = b === null ? [a] : [a, b];
    const counts = sides.map((side) => this.#measures.everywhere(side)).filter((count) => count !== null);
    const sum = (of: (count: (typeof counts)[number]) => number): number =>
      counts.reduce((total, count) => total + of(count), 0);
    this.#measuring.update({
      progress: this.#measures.progress,
      problem: sides.map((side) => this.#measures.problem(side)).find((problem) => problem !== null) ?? null,
      everywhere:
        counts.length === 0 ? null : { have: sum(({ have }) => have), of: sum((count) => count.of) },
      canHaveMore: sides.some((side) => this.#measures.canHaveMore(side)),
      isTrusted: this.#client.isTrusted,
    });
  }

  #showMissing(): void {
    const words = emptyWords(this.#client);
    if (words.join("\n") === this.#missing.dataset["shown"]) return;
    this.#missing.dataset["shown"] = words.join("\n");
    this.#missing.replaceChildren(...words.map((text) => element("p", { class: "heads-empty", text })));
  }

  async #export(kind: HeadsExport): Promise<void> {
    if (this.#view === null) return;
    try {
      await this.#ask(await exportRequest(kind, this.#view, this.#detail.maps));
    } catch (error) {
      this.#notice.say(`The export failed: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  async #ask(request: PanelRequest): Promise<void> {
    const answer = await this.#client.request(request);
    if (!answer.ok) this.#notice.say(answer.message);
  }
}
