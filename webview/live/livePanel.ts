import type { MissingRun, PanelRequest } from "../../src/protocol/panelMessages.ts";
import { curvesCsv } from "../../src/runs/comparison/curvesCsv.ts";
import { curvesJson } from "../../src/runs/comparison/curvesJson.ts";
import { groupCurvesCsv } from "../../src/runs/comparison/groupCurvesCsv.ts";
import { meanGroups } from "../../src/runs/comparison/meanGroups.ts";
import { formatDuration, formatSequences } from "../../src/runs/comparison/formatNumbers.ts";
import { ChartGroup } from "../shared/chartGroup.ts";
import { element, setText } from "../shared/dom.ts";
import { icon } from "../shared/icons.ts";
import { Notice } from "../shared/notice.ts";
import type { PanelClient } from "../shared/panelClient.ts";
import { onThemeChange, readPalette } from "../shared/readPalette.ts";
import { chartKeys } from "../shared/runCharts.ts";
import { groupChoiceOf, runUnits } from "../shared/runUnits.ts";
import { button } from "../shared/ui.ts";
import { ClampList } from "./clampList.ts";
import { LiveCharts } from "./liveCharts.ts";
import { LiveToolbar } from "./liveToolbar.ts";
import { livePaperFits } from "./livePaperSeries.ts";
import { readLiveUi, type LiveUi } from "./liveUi.ts";
import { RunHeader } from "./runHeader.ts";
import { stateInfo, type RunCommand } from "../shared/stateInfo.ts";

/** The Live panel: runs as they train. */
export class LivePanel {
  readonly #client: PanelClient;
  readonly #group = new ChartGroup({ title: "Sequences", format: formatSequences });
  readonly #headers = new Map<string, RunHeader>();
  readonly #headerHolder = element("div", { class: "runs" });
  readonly #missing = element("div", { class: "missing" });
  readonly #notice = new Notice();
  readonly #empty = element("div", { class: "panel-empty" });
  readonly #body: HTMLElement;
  readonly #toolbar: LiveToolbar;
  readonly #charts: LiveCharts;
  readonly #clamps: ClampList;
  #palette = readPalette();
  #ui: LiveUi;
  #keeping: ReturnType<typeof setTimeout> | undefined;

  constructor(holder: HTMLElement, client: PanelClient) {
    this.#client = client;
    this.#ui = readLiveUi(client.ui);
    this.#group.range = this.#ui.range;
    const addRuns = (): void => {
      void this.#ask({ kind: "choose-runs" });
    };
    this.#toolbar = new LiveToolbar(this.#ui, {
      onAddRuns: addRuns,
      onSmoothing: (smoothing) => {
        this.#set({ smoothing });
      },
      onScale: (axis, scale) => {
        this.#set({ [axis]: scale });
      },
      onFit: () => {
        this.#group.fit();
      },
      onExport: (format) => {
        const { runs } = client;
        if (format === "csv") this.#save("curves.csv", curvesCsv(runs));
        else if (format === "json") this.#save("curves.json", curvesJson(runs));
        else this.#save("group-means.csv", groupCurvesCsv(meanGroups(runs)));
      },
      onGroups: (groups) => {
        this.#set({ groups });
        this.#updateHeaders();
      },
      onPaperOpen: () => {
        void this.#needPaper();
      },
      onPaper: (paper) => {
        this.#set({ paper });
      },
    });
    this.#charts = new LiveCharts(this.#group, this.#ui, {
      onUi: (change) => {
        this.#set(change);
      },
      onSave: (fileName, content) => {
        this.#save(fileName, content);
      },
      onCopy: (text) => {
        void this.#ask({ kind: "copy", text });
      },
      onProblem: (message) => {
        this.#notice.say(message);
      },
    });
    this.#clamps = new ClampList((run) => {
      void this.#ask({ kind: "run-command", command: "release", run });
    });
    this.#empty.append(
      element("p"),
      button("Add Runs…", { icon: "add", appearance: "primary", onClick: addRuns }),
    );
    this.#body = element("div", {}, this.#toolbar.element, this.#charts.element, this.#clamps.element);
    holder.append(
      element("h1", { class: "visually-hidden", text: "Optoscope: live" }),
      this.#notice.element,
      this.#missing,
      this.#headerHolder,
      this.#empty,
      this.#body,
    );
    this.#group.onDidChangeRange.on((range) => {
      this.#toolbar.showRange(range);
      if (range !== this.#ui.range) this.#keepSoon({ range });
    });
    client.onDidChange.on(() => {
      this.#update();
    });
    client.onDidGetPaperCurves.on(() => {
      this.#updateCharts();
    });
    onThemeChange(() => {
      this.#palette = readPalette();
      this.#updateHeaders();
    });
    setInterval(() => {
      this.#showAge();
    }, 1000);
    this.#update();
  }

  #update(): void {
    const { runs, isTrusted, isHydrated, missing } = this.#client;
    this.#updateHeaders();
    this.#missing.replaceChildren(...missing.map((run) => this.#missingRun(run)));
    this.#empty.hidden = runs.length > 0 || missing.some(({ isComing }) => isComing);
    this.#body.hidden = runs.length === 0;
    const text = this.#empty.firstElementChild;
    if (text !== null) {
      setText(
        text,
        isHydrated ? "No runs here yet. Add one to watch its heads form." : "Waiting for the runs…",
      );
    }
    // Not before: the host does not answer a page that it has not heard of.
    if (isHydrated && this.#ui.paper.length > 0) void this.#needPaper();
    this.#updateCharts();
    this.#clamps.update(runs, isTrusted);
    this.#showAge();
  }

  #updateHeaders(): void {
    const { runs, isTrusted } = this.#client;
    const shown = new Set(runs.map(({ id }) => id));
    const units = runUnits(runs, this.#ui.groups);
    for (const [id, header] of this.#headers) {
      if (shown.has(id)) continue;
      header.element.remove();
      this.#headers.delete(id);
    }
    runs.forEach((run, i) => {
      let header = this.#headers.get(run.id);
      if (header === undefined) {
        header = new RunHeader(run.id, {
          onCommand: (id, command) => {
            void this.#command(id, command);
          },
          onRemove: (id) => {
            void this.#ask({ kind: "remove-runs", runs: [id] });
          },
        });
        this.#headers.set(run.id, header);
      }
      const there = this.#headerHolder.children[i];
      if (there !== header.element) this.#headerHolder.insertBefore(header.element, there ?? null);
      const slot = units.find((unit) => unit.runs.includes(run))?.slot ?? run.slot;
      header.update({ ...run, slot }, isTrusted, runs.length > 1 ? this.#palette : null);
    });
  }

  #missingRun({ id, name, reason, isComing }: MissingRun): HTMLElement {
    return element(
      "p",
      { class: "missing-run" },
      icon(isComing ? "clock" : "warning"),
      element(
        "span",
        { attributes: { title: id } },
        element("strong", { text: name }),
        isComing ? `: ${reason}` : ` cannot be shown: ${reason}`,
      ),
      button("Remove from this panel", {
        icon: "close",
        appearance: "icon",
        onClick: () => {
          void this.#ask({ kind: "remove-runs", runs: [id] });
        },
      }),
    );
  }

  #showAge(): void {
    const { runs, lastUpdate } = this.#client;
    const isActive = runs.some(({ state }) => stateInfo(state).commands.includes("stop"));
    const seconds = (Date.now() - lastUpdate) / 1000;
    const age = seconds < 2 ? "just now" : `${formatDuration(seconds)} ago`;
    this.#toolbar.showAge(isActive ? `Updated ${age}` : "");
  }

  #set(change: Partial<LiveUi>): void {
    this.#keep(change);
    this.#updateCharts();
  }

  #updateCharts(): void {
    const { runs, paperCurves } = this.#client;
    const ui = this.#ui;
    this.#charts.update(runs, ui, paperCurves ?? []);
    this.#toolbar.update({
      groups: groupChoiceOf(runs, ui.groups),
      paper: ui.paper,
      sets: paperCurves,
      isShown: (metric) => livePaperFits(metric, runs, chartKeys, ui),
    });
  }

  async #needPaper(): Promise<void> {
    const answer = await this.#client.askForPaperCurves();
    if (answer?.ok === false) this.#notice.say(answer.message);
  }

  #keep(change: Partial<LiveUi>): void {
    this.#ui = { ...this.#ui, ...change };
    this.#client.saveUi(this.#ui);
  }

  /** For what changes with each movement of the pointer. */
  #keepSoon(change: Partial<LiveUi>): void {
    this.#ui = { ...this.#ui, ...change };
    clearTimeout(this.#keeping);
    this.#keeping = setTimeout(() => {
      this.#keep({});
    }, 150);
  }

  #save(fileName: string, content: string | Uint8Array): void {
    const [only] = this.#client.runs;
    const prefix = this.#client.runs.length === 1 && only !== undefined ? only.id : "runs";
    void this.#ask({ kind: "save", fileName: `${prefix}-${fileName}`, content });
  }

  async #command(run: string, command: RunCommand): Promise<void> {
    await this.#ask({ kind: "run-command", command, run });
    this.#updateHeaders();
  }

  async #ask(request: PanelRequest): Promise<void> {
    const answer = await this.#client.request(request);
    if (!answer.ok) this.#notice.say(answer.message);
  }
}
