import type { PanelRequest } from "../../src/protocol/panelMessages.ts";
import { askHost, exportToHost } from "../shared/askHost.ts";
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
import { HeadsHeader } from "./headsHeader.ts";
import { HeadsMeasures } from "./headsMeasures.ts";
import { HeadsToolbar } from "./headsToolbar.ts";
import { readHeadsUi, type HeadsUi } from "./headsUi.ts";
import { headsView, type HeadsView, type Side } from "./headsView.ts";
import { Notice } from "../shared/notice.ts";
import { lastSaved, wholeStep } from "../shared/runPlaces.ts";
import { StrengthCharts } from "./strengthCharts.ts";

/** The Heads panel: what every head attends to and writes, anywhere in training. */
export class HeadsPanel {
  readonly #client: PanelClient;
  readonly #measures: HeadsMeasures;
  readonly #toolbar: HeadsToolbar;
  readonly #header: HeadsHeader;
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
      this.#ask({ kind: "choose-runs" });
    };
    this.#measures = new HeadsMeasures(client, () => {
      this.#update();
    });
    this.#toolbar = new HeadsToolbar({
      onChange: change,
      onExport: (kind) => {
        this.#export(kind);
      },
      onWiring: () => {
        const run = this.#view?.a.run.id;
        if (run !== undefined) this.#ask({ kind: "open-panel", panel: "wiring", runs: [run] });
      },
      onCompare: () => {
        this.#ask({ kind: "open-panel", panel: "compare", runs: client.runs.map(({ id }) => id) });
      },
      onFork: () => {
        const side = this.#view?.a;
        if (side !== undefined) this.#ask({ kind: "fork", run: side.run.id, at: side.at });
      },
      onAddRuns: chooseRuns,
    });
    this.#header = new HeadsHeader(this.#measures, {
      onDrag: () => {
        this.#drag();
      },
      onRest: (at) => {
        this.#restA(at);
      },
      onAgainst: (againstAt) => {
        change({ againstAt });
      },
      onMeasures: () => {
        this.#update();
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
      this.#header.element,
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
    client.onDidLookAt.on((head) => {
      this.#enlarge(head);
    });
    this.#update();
  }

  /** Shows all anew, and has measured what is missing. */
  #update(): void {
    const { runs, isTrusted, isHydrated } = this.#client;
    if (isHydrated) this.#measures.noteRuns(runs);
    const { dragged } = this.#header;
    const view = this.#makeView();
    this.#view = view;
    this.#showMissing();
    this.#addRuns.hidden = !isHydrated || view !== null;
    this.#body.hidden = view === null;
    const isResting = dragged.a === null && dragged.b === null;
    if (!isTrusted) this.#measures.want(null);
    // What a moving slider comes by is not measured: it will not be looked at for long.
    else if (isResting || view === null) this.#measures.want(view);
    if (view === null) return;
    this.#toolbar.update(runs, view, isTrusted);
    this.#header.update(view, isTrusted);
    this.#charts.update(view);
    this.#ablations.update(view, (side) => this.#measures.ablation(side));
    this.#showWords(view);
    const sides = view.b === null ? [view.a] : [view.a, view.b];
    // Progress of a measure comes ten times a second, and changes none of the pictures.
    const drawn = [
      this.#ui,
      isTrusted,
      ...sides.flatMap(({ run, at, frame, isGivenUp }) => [run, at, frame, isGivenUp]),
    ];
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

  #makeView(): HeadsView | null {
    const { store } = this.#measures;
    const hasProblem = (side: Side): boolean => this.#measures.problem(side) !== null;
    return headsView(this.#client.runs, this.#ui, store, this.#header.dragged, hasProblem);
  }

  #drag(): void {
    const view = this.#makeView();
    if (view === null) return;
    this.#view = view;
    this.#drawn = [];
    this.#header.show(view);
    this.#charts.moveTo(view.a.at);
    this.#showFrame(view);
  }

  #restA(at: number): void {
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
    this.#enlarge(head);
  }

  #enlarge(head: string): void {
    this.#change({ open: head });
    this.#detail.element.focus({ preventScroll: true });
    this.#detail.element.scrollIntoView({ block: "nearest" });
  }

  #close(): void {
    const { open } = this.#ui;
    this.#change({ open: null });
    if (open !== null) this.#grid.focus(open);
  }

  #showMissing(): void {
    const words = emptyWords(this.#client);
    if (words.join("\n") === this.#missing.dataset["shown"]) return;
    this.#missing.dataset["shown"] = words.join("\n");
    this.#missing.replaceChildren(...words.map((text) => element("p", { class: "heads-empty", text })));
  }

  #export(kind: HeadsExport): void {
    const view = this.#view;
    if (view === null) return;
    void exportToHost(this.#client, this.#notice, () => exportRequest(kind, view, this.#detail.maps));
  }

  #ask(request: PanelRequest): void {
    void askHost(this.#client, this.#notice, request);
  }
}
