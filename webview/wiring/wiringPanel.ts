import type { MissingRun, PanelRequest } from "../../src/protocol/panelMessages.ts";
import type { RunSnapshot } from "../../src/protocol/panelRun.ts";
import { askHost, exportToHost } from "../shared/askHost.ts";
import { lastSaved } from "../shared/runPlaces.ts";
import { stateInfo } from "../shared/stateInfo.ts";
import { element, setText } from "../shared/dom.ts";
import { Notice } from "../shared/notice.ts";
import type { PanelClient } from "../shared/panelClient.ts";
import { button } from "../shared/ui.ts";
import { groupWords } from "./groupWords.ts";
import { firstClampChange } from "../shared/firstClampChange.ts";
import { MatrixGroup } from "./matrixGroup.ts";
import { panelMark } from "./panelMark.ts";
import { WireSide } from "./wireSide.ts";
import { WiringControls } from "./wiringControls.ts";
import { WiringData } from "./wiringData.ts";
import { WiringHeader } from "./wiringHeader.ts";
import { wiringJson } from "./wiringJson.ts";
import { groupKeys, readWiringUi, type GroupKey, type WiringSettings, type WiringUi } from "./wiringUi.ts";
import { wiringView, withoutWiring, type WiringView } from "./wiringView.ts";

/** The Wiring panel: which heads of an earlier layer the heads of a later one need, in one run. */
export class WiringPanel {
  readonly #client: PanelClient;
  readonly #data: WiringData;
  readonly #header: WiringHeader;
  readonly #controls: WiringControls;
  readonly #groups: readonly { readonly key: GroupKey; readonly group: MatrixGroup }[];
  readonly #side: WireSide;
  readonly #notice = new Notice();
  readonly #missing = element("ul", { class: "wiring-missing" });
  readonly #empty = element("div", { class: "wiring-blank", attributes: { role: "status" } });
  readonly #emptyText = element("p");
  readonly #choose: HTMLElement;
  /** Where all stands below each other, what is said of a chosen cell is far from it. */
  readonly #jump: HTMLElement;
  readonly #body: HTMLElement;
  #ui: WiringUi;
  #view: WiringView | null = null;
  #run: string | null = null;
  /** Those that are known of the run. */
  #events: { readonly run: string; readonly list: RunSnapshot["events"] } | null = null;
  /** Whether what was computed before a reload has been asked for. */
  #isRestored = false;
  /** Where the run was last saved when the panel began to look there: it does not move while one reads. */
  #last: { readonly place: number; readonly isOver: boolean } | null = null;

  constructor(root: HTMLElement, client: PanelClient) {
    this.#client = client;
    this.#ui = readWiringUi(client.ui);
    this.#data = new WiringData(client);
    const choose = (): void => {
      this.#request({ kind: "choose-runs" });
    };
    this.#header = new WiringHeader({
      onChoose: choose,
      onInspect: () => {
        const [run] = client.runs;
        if (run !== undefined) this.#request({ kind: "open-panel", panel: "heads", runs: [run.id] });
      },
    });
    this.#controls = new WiringControls(this.#ui, {
      onChange: (change) => {
        this.#change(change);
      },
      onCompute: () => {
        this.#compute();
      },
      onCancel: () => {
        this.#data.cancel();
      },
    });
    this.#groups = groupKeys.map((key) => ({ key, group: this.#group(key) }));
    this.#side = new WireSide({
      onClear: () => {
        this.#change({ wire: null });
      },
      onLaunch: ({ name, clamps }) => {
        const [run] = client.runs;
        if (run !== undefined) this.#request({ kind: "launch-experiment", run: run.id, name, clamps });
      },
    });
    this.#choose = button("Choose a Run…", { appearance: "primary", onClick: choose });
    this.#empty.append(this.#emptyText, this.#choose);
    const save = button("Save All as JSON…", {
      icon: "export",
      onClick: () => {
        this.#saveJson();
      },
    });
    this.#jump = button("Show the Chosen Connection", {
      onClick: () => {
        this.#side.focus();
      },
    });
    const jump = element("div", { class: "wiring-jump" }, this.#jump);
    const groups = element(
      "div",
      { class: "wiring-groups" },
      ...this.#groups.map(({ group }) => group.element),
    );
    groups.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.target instanceof HTMLCanvasElement)) return;
      if (this.#view !== null && this.#view.wire !== null) this.#side.focus();
    });
    groups.append(save, jump);
    this.#body = element(
      "div",
      {},
      this.#controls.element,
      element("div", { class: "wiring-body" }, groups, this.#side.element),
    );
    root.replaceChildren(
      element("h1", { class: "visually-hidden", text: "Wiring" }),
      this.#notice.element,
      this.#missing,
      this.#header.element,
      this.#empty,
      this.#body,
    );
    client.onDidChange.on(() => {
      this.#update();
    });
    this.#data.onDidChange.on(() => {
      this.#update();
    });
    this.#update();
  }

  #group(key: GroupKey): MatrixGroup {
    return new MatrixGroup(key, !this.#ui.closed.includes(key), {
      onSelect: (wire) => {
        this.#change({ wire });
      },
      onToggle: (which, isOpen) => {
        const others = this.#ui.closed.filter((other) => other !== which);
        this.#save({ closed: isOpen ? others : [...others, which] });
      },
      onSave: (make) => {
        void exportToHost(this.#client, this.#notice, make);
      },
    });
  }

  #update(): void {
    const { runs, isHydrated, isTrusted, missing } = this.#client;
    this.#showMissing(missing);
    const [run] = runs;
    if (run !== undefined) this.#forgetStale(run);
    const last = run === undefined ? null : this.#lastOf(run);
    const without = run === undefined ? null : withoutWiring(run, last);
    const words = !isHydrated ? "Reading the run…" : (without ?? "No run is chosen.");
    const isReady = run !== undefined && last !== null && without === null;
    this.#empty.hidden = isReady;
    this.#choose.hidden = !isHydrated || run !== undefined;
    this.#body.hidden = !isReady;
    this.#header.element.hidden = run === undefined;
    if (!isReady) {
      setText(this.#emptyText, words);
      this.#view = null;
      if (run !== undefined) this.#header.update(run, runs.length - 1, this.#data.measured, null);
      return;
    }
    const view = wiringView(run, last, this.#ui, this.#data.measured);
    this.#view = view;
    this.#ask(view);
    this.#show(view, runs.length - 1, isTrusted);
  }

  #show(view: WiringView, others: number, isTrusted: boolean): void {
    const data = this.#data;
    const { run, settings, measured } = view;
    this.#header.update(run, others, measured, settings.place);
    this.#controls.update(view, this.#ui, data, isTrusted);
    for (const { key, group } of this.#groups) group.update(view, groupWords(key, view, data, isTrusted));
    this.#side.update(view, data.problems.attention, isTrusted);
    this.#jump.hidden = view.wire === null;
  }

  /** What is cheap is asked for by itself; of wiring, only what had been computed before the window was loaded anew. */
  #ask({ run, settings, wire }: WiringView): void {
    if (!this.#client.isTrusted) return;
    this.#data.needComposition(settings);
    if (wire !== null) this.#data.needAttention(settings);
    if (this.#isRestored) return;
    this.#isRestored = true;
    const { computed, underWay } = this.#ui;
    const isOurs = (of: WiringSettings | null): of is WiringSettings =>
      of?.run === run.id && of.layers.join() === settings.layers.join();
    // What has come to its end while the panel was hidden is kept; what has not is joined.
    if (underWay?.panel === panelMark() && isOurs(underWay)) this.#await(underWay);
    else if (isOurs(computed))
      void this.#data.compute(computed, true).then((isDone) => {
        if (!isDone && this.#ui.computed === computed) this.#save({ computed: null });
      });
  }

  /** Remembered before it is done: a page that is hidden meanwhile is loaded anew, and goes on waiting. */
  #await({ run, place, sequences, layers }: WiringSettings): void {
    const settings = { run, place, sequences, layers };
    const panel = panelMark();
    const underWay = panel === null ? null : { ...settings, panel };
    this.#save({ underWay });
    void this.#data.compute(settings).then((isDone) => {
      if (this.#ui.underWay === underWay) this.#save({ underWay: null });
      if (isDone) this.#save({ computed: settings });
    });
  }

  /** What was measured under other clamps than the run has now at the place says nothing of it any more. */
  #forgetStale({ id, events }: RunSnapshot): void {
    const before = this.#events;
    this.#events = { run: id, list: events };
    const from = before?.run === id ? firstClampChange(before.list, events) : null;
    if (from === null) return;
    const { computed } = this.#ui;
    const isKept = computed?.run === id && computed.place >= from;
    this.#data.forgetFrom(from);
    if (isKept) this.#save({ computed: null });
  }

  #lastOf(run: RunSnapshot): number | null {
    const isOver = !stateInfo(run.state).commands.includes("stop");
    if (this.#run !== run.id) {
      this.#run = run.id;
      this.#last = null;
      this.#isRestored = false;
      this.#data.reset();
    }
    const place = lastSaved(run);
    const stays = this.#last !== null && (!isOver || this.#last.isOver);
    if (!stays || place === null) this.#last = place === null ? null : { place, isOver };
    return this.#last?.place ?? null;
  }

  #compute(): void {
    const [run] = this.#client.runs;
    if (run === undefined) return;
    // What was saved since then counts now.
    this.#last = null;
    this.#update();
    if (this.#view === null) return;
    this.#await(this.#view.settings);
  }

  #change(part: Partial<WiringUi>): void {
    if ("place" in part || "sequences" in part || "layers" in part) this.#data.outcome = null;
    this.#save(part);
    this.#update();
  }

  #save(part: Partial<WiringUi>): void {
    this.#ui = { ...this.#ui, ...part };
    this.#client.saveUi(this.#ui);
  }

  #saveJson(): void {
    if (this.#view === null) return;
    const { run, measured } = this.#view;
    this.#request({ kind: "save", fileName: `${run.id}-wiring.json`, content: wiringJson(run, measured) });
  }

  #showMissing(missing: readonly MissingRun[]): void {
    this.#missing.hidden = missing.length === 0;
    this.#missing.replaceChildren(
      ...missing.map(({ id, name, reason, isComing }) =>
        element(
          "li",
          { attributes: { title: id } },
          element("strong", { text: name }),
          isComing ? `: ${reason}` : ` cannot be shown: ${reason}`,
        ),
      ),
    );
  }

  #request(request: PanelRequest): void {
    void askHost(this.#client, this.#notice, request);
  }
}
