import type { PanelRequest } from "../../src/protocol/panelMessages.ts";
import { formatSequences } from "../../src/runs/comparison/formatNumbers.ts";
import { ChartGroup } from "../shared/chartGroup.ts";
import type { XAxis } from "../shared/chartGroup.ts";
import { plotMargin, yAxisWidth } from "../shared/chartJsOptions.ts";
import { element } from "../shared/dom.ts";
import { Notice } from "../shared/notice.ts";
import type { PanelClient } from "../shared/panelClient.ts";
import { ClampsSection } from "./clampsSection.ts";
import type { ExportKind } from "./compareExports.ts";
import { exportRequest } from "./compareExports.ts";
import type { CompareUi, SectionKey } from "./compareUi.ts";
import { readCompareUi } from "./compareUi.ts";
import type { CompareView } from "./compareView.ts";
import { compareView } from "./compareView.ts";
import { CurvesSection } from "./curvesSection.ts";
import { EmptyState } from "./emptyState.ts";
import { ExperimentsSection } from "./experimentsSection.ts";
import { GroupsSection } from "./groupsSection.ts";
import { generalUi, newCompareUi } from "./generalUi.ts";
import { HeadsSection } from "./headsSection.ts";
import { Legend } from "./legend.ts";
import { Section } from "./section.ts";
import { Throttle } from "./throttle.ts";
import { Toolbar } from "./toolbar.ts";
import { ValuesSection } from "./valuesSection.ts";
import { WeightsSection } from "./weightsSection.ts";

/** While runs go on, the comparison is made anew at most so often, in milliseconds. */
const refreshEvery = 500;
/** While a slider moves, its place is kept at most so often, in milliseconds. */
const keepEvery = 500;

const axes: Readonly<Record<CompareUi["align"], XAxis>> = {
  sequences: { title: "Sequences", format: formatSequences },
  "phase-change": { title: "Sequences since phase change", format: formatSequences },
};

/** Sections that show more of the runs than the curves that were chosen. */
const needAll: readonly SectionKey[] = ["values", "groups", "heads"];

/** The Compare panel: runs over each other, what differs in them, and when which clamps held. */
export class ComparePanel {
  readonly #client: PanelClient;
  readonly #group: ChartGroup;
  readonly #legend: Legend;
  #toolbar: Toolbar;
  readonly #empty = new EmptyState();
  readonly #notice = new Notice();
  readonly #sections: Readonly<Record<SectionKey, Section>>;
  readonly #content: Readonly<Record<SectionKey, { update(view: CompareView): void }>>;
  readonly #curves: CurvesSection;
  readonly #clamps: ClampsSection;
  readonly #refresh: Throttle;
  /** Keeps choices for panels that are opened later. */
  readonly #keep: Throttle;
  /** Whether nothing has been chosen in it yet. */
  #isNew: boolean;
  #ui: CompareUi;
  #view: CompareView;

  constructor(root: HTMLElement, client: PanelClient) {
    this.#client = client;
    this.#isNew = (client.ui ?? null) === null;
    this.#ui = readCompareUi(client.ui);
    client.first = this.#ui.metrics;
    this.#keep = new Throttle(() => {
      void client.request({ kind: "keep-defaults", ui: generalUi(this.#ui) });
    }, keepEvery);
    this.#view = compareView([], this.#ui);
    this.#group = new ChartGroup(axes[this.#ui.align]);
    this.#group.range = this.#ui.range;
    const change = (part: Partial<CompareUi>): void => {
      this.#change(part);
    };
    this.#legend = new Legend({
      onBaseline: (baseline) => {
        change({ baseline });
      },
      onRemove: (runs) => {
        this.#request({ kind: "remove-runs", runs });
      },
    });
    this.#toolbar = this.#makeToolbar();
    const section = (key: SectionKey, title: string): Section =>
      new Section(key, title, (which, isOpen) => {
        this.#toggle(which, isOpen);
      });
    this.#sections = {
      curves: section("curves", "Curves"),
      clamps: section("clamps", "Clamps"),
      values: section("values", "Values"),
      groups: section("groups", "Groups"),
      heads: section("heads", "Heads"),
      weights: section("weights", "Weights"),
      experiments: section("experiments", "Differences of the experiments"),
    };
    this.#curves = new CurvesSection(this.#sections.curves, this.#group, change);
    this.#clamps = new ClampsSection(this.#sections.clamps, this.#group, () => plotEdges(root));
    this.#content = {
      curves: this.#curves,
      clamps: this.#clamps,
      values: new ValuesSection(this.#sections.values, change),
      groups: new GroupsSection(this.#sections.groups, change),
      heads: new HeadsSection(this.#sections.heads),
      weights: new WeightsSection(this.#sections.weights, client, this.#group, {
        onChange: change,
        onRequest: (request) => {
          this.#request(request);
        },
      }),
      experiments: new ExperimentsSection(this.#sections.experiments, (right) => {
        const left = this.#view.baseline?.id;
        if (left !== undefined) this.#request({ kind: "text-diff", left, right });
      }),
    };
    const header = element("header", { class: "compare-header" }, this.#legend.element, this.#notice.element);
    keepClearOf(header);
    root.replaceChildren(
      element("h1", { class: "visually-hidden", text: "Compare Runs" }),
      header,
      this.#toolbar.element,
      this.#empty.element,
      ...Object.values(this.#sections).map(({ element: part }) => part),
    );
    this.#openSections();
    this.#refresh = new Throttle(() => {
      this.#update();
    }, refreshEvery);
    client.onDidChange.on(({ kind }) => {
      if (kind === "hydrate") {
        this.#begin();
        this.#refresh.callNow();
      } else this.#refresh.ask();
    });
    client.onDidGetPaperCurves.on(() => {
      this.#update();
    });
    this.#group.onDidChangeRange.on((range) => {
      if (range?.from === this.#ui.range?.from && range?.to === this.#ui.range?.to) return;
      this.#save({ range });
    });
    this.#update();
  }

  #makeToolbar(): Toolbar {
    return new Toolbar(this.#ui, {
      onAddRuns: () => {
        this.#request({ kind: "choose-runs" });
      },
      onExport: (kind) => {
        void this.#export(kind);
      },
      onFit: () => {
        this.#group.fit();
      },
      onPaper: () => {
        void this.#needPaper();
      },
      onChange: (part) => {
        this.#change(part);
      },
    });
  }

  /** A new panel begins as the last one was left, as far as that is not of its runs. */
  #begin(): void {
    if (!this.#isNew) return;
    const { runs, defaults } = this.#client;
    const metrics = new Set(
      runs.flatMap(({ curves, coming = [] }) => [...Object.keys(curves.columns), ...coming]),
    );
    // It stays as it is now, whatever is chosen in others before a reload of the window.
    this.#save(defaults === null ? this.#ui : newCompareUi(defaults, metrics));
    if (defaults === null) return;
    this.#group.xAxis = axes[this.#ui.align];
    const { element: before } = this.#toolbar;
    this.#toolbar = this.#makeToolbar();
    before.replaceWith(this.#toolbar.element);
    this.#openSections();
  }

  #openSections(): void {
    for (const part of Object.values(this.#sections)) part.isOpen = !this.#ui.closed.includes(part.key);
  }

  #change(part: Partial<CompareUi>): void {
    this.#save(part);
    if (part.align !== undefined) this.#group.xAxis = axes[part.align];
    this.#update();
  }

  #save(part: Partial<CompareUi>): void {
    const before = this.#ui;
    const wasNew = this.#isNew;
    this.#isNew = false;
    this.#ui = { ...before, ...part };
    this.#client.saveUi(this.#ui);
    const isGeneral = JSON.stringify(generalUi(before)) !== JSON.stringify(generalUi(this.#ui));
    // What was taken over need not be kept again.
    if (!isGeneral || wasNew) return;
    // A slider changes many times a second; any other choice is kept before the panel can be closed.
    if (part.smoothing === undefined) this.#keep.callNow();
    else this.#keep.ask();
  }

  #toggle(key: SectionKey, isOpen: boolean): void {
    const wasOpen = !this.#ui.closed.includes(key);
    if (isOpen === wasOpen) return;
    const others = this.#ui.closed.filter((other) => other !== key);
    this.#save({ closed: isOpen ? others : [...others, key] });
    if (isOpen && !this.#sections[key].isComing) this.#content[key].update({ ...this.#view, ui: this.#ui });
  }

  #update(): void {
    const { runs, paperCurves, isHydrated, isWhole } = this.#client;
    // Not before: the host does not answer a page that it has not heard of.
    if (isHydrated && this.#ui.paper.length > 0) void this.#needPaper();
    this.#view = compareView(runs, this.#ui, paperCurves ?? []);
    this.#legend.update(this.#view);
    this.#toolbar.update(this.#view, paperCurves);
    this.#empty.update(this.#client);
    for (const section of Object.values(this.#sections)) {
      const { key, element: part } = section;
      // Where no runs were launched together, there are no groups to speak of.
      part.hidden = runs.length === 0 || (key === "groups" && this.#view.groups === null);
      section.isComing = !isWhole && needAll.includes(key);
      // What is closed is brought up to date when it is opened.
      if (!part.hidden && !section.isComing && !this.#ui.closed.includes(key))
        this.#content[key].update(this.#view);
    }
  }

  async #export(kind: ExportKind): Promise<void> {
    try {
      await this.#client.whole();
      this.#request(
        await exportRequest(kind, this.#view, this.#curves.exportSvgs(), this.#clamps.exportSvg(this.#view)),
      );
    } catch (error) {
      this.#notice.say(`The export failed: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  async #needPaper(): Promise<void> {
    const answer = await this.#client.askForPaperCurves();
    if (answer?.ok === false) this.#notice.say(answer.message);
  }

  #request(request: PanelRequest): void {
    this.#notice.clear();
    void this.#client.request(request).then((answer) => {
      if (!answer.ok) this.#notice.say(answer.message);
    });
  }
}

/** Where the first wide chart in view has its plot; null where there are small ones only. */
function plotEdges(root: HTMLElement): { left: number; right: number } | null {
  // Not the canvas in it, which gets its size only when it is drawn.
  for (const plot of root.querySelectorAll(".chart-plot")) {
    if (plot.closest(".compare-small") !== null) continue;
    const box = plot.getBoundingClientRect();
    if (box.width > 0) return { left: box.left + yAxisWidth, right: box.right - plotMargin };
  }
  return null;
}

/** Lets what is scrolled to, as by the Tab key, stop below an element that stays at the top. */
function keepClearOf(header: HTMLElement): void {
  new ResizeObserver(() => {
    document.documentElement.style.scrollPaddingTop = `${header.offsetHeight + 8}px`;
  }).observe(header);
}
