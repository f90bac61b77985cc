import type { SequenceSetName } from "../../src/measures/measureValues.ts";
import type { RunSnapshot } from "../../src/protocol/panelRun.ts";
import { element } from "../shared/dom.ts";
import {
  button,
  changingMenu,
  dropdown,
  type Control,
  type Dropdown,
  type Menu,
  type Option,
} from "../shared/ui.ts";
import { exportChoices, type HeadsExport } from "./headsExports.ts";
import type { HeadsUi, SidesView } from "./headsUi.ts";
import { readyRuns, type HeadsView } from "./headsView.ts";
import { setsOf, setTitle } from "../shared/measuredSets.ts";
import { SequenceChoice } from "./sequenceChoice.ts";

/** What the toolbar asks for. */
export interface HeadsToolbarActions {
  readonly onChange: (change: Partial<HeadsUi>) => void;
  readonly onExport: (kind: HeadsExport) => void;
  readonly onWiring: () => void;
  readonly onCompare: () => void;
  readonly onFork: () => void;
  readonly onAddRuns: () => void;
}

/** What is looked at, what it is held against, and where else one can go. */
export class HeadsToolbar {
  readonly element: HTMLElement;
  readonly #actions: HeadsToolbarActions;
  readonly #run: ChangingDropdown<string>;
  readonly #set: ChangingDropdown<SequenceSetName>;
  readonly #sequence: SequenceChoice;
  readonly #against: ChangingDropdown<string>;
  readonly #view: ChangingDropdown<SidesView>;
  readonly #exports: Menu;
  readonly #compare: Control;
  readonly #fork: Control;

  constructor(actions: HeadsToolbarActions) {
    const { onChange } = actions;
    this.#actions = actions;
    this.#run = new ChangingDropdown("Run", (run) => {
      onChange({ run, at: null });
    });
    this.#set = new ChangingDropdown<SequenceSetName>("On", (set) => {
      onChange({ set });
    });
    this.#sequence = new SequenceChoice((sequence) => {
      onChange({ sequence });
    });
    this.#against = new ChangingDropdown("Against", (against) => {
      onChange({ against, againstAt: null });
    });
    this.#view = new ChangingDropdown<SidesView>("Show", (view) => {
      onChange({ view });
    });
    this.#exports = changingMenu("Export");
    this.#compare = button("Compare", { icon: "compare", onClick: actions.onCompare });
    this.#fork = button("Fork Here…", {
      icon: "fork",
      title:
        "Go on from this step in a new run, with what you change: other clamps, another rate, another length",
      onClick: actions.onFork,
    });
    this.element = element(
      "div",
      { class: "heads-toolbar", attributes: { role: "group", "aria-label": "What is shown" } },
      this.#run.element,
      this.#set.element,
      this.#sequence.element,
      this.#against.element,
      this.#view.element,
      this.#exports.element,
      button("Show Wiring", { onClick: actions.onWiring }),
      this.#compare,
      this.#fork,
      button("Add Runs…", { icon: "add", onClick: actions.onAddRuns }),
    );
  }

  update(runs: readonly RunSnapshot[], { ui, a, b, against }: HeadsView, isTrusted: boolean): void {
    const ready = readyRuns(runs);
    this.#run.update(
      ready.map(({ id, name }) => ({ value: id, label: name })),
      a.run.id,
    );
    this.#run.element.hidden = ready.length < 2;
    const sets = setsOf(a.run);
    this.#set.update(
      (sets.includes(ui.set) ? sets : [...sets, ui.set]).map((set) => ({ value: set, label: setTitle(set) })),
      ui.set,
    );
    this.#sequence.update(ui.sequence, countOf(a.run, ui.set, a.frame?.value.on.count));
    const others = ready.filter(({ id }) => id !== a.run.id);
    this.#against.update(
      [
        { value: "nothing", label: "nothing" },
        { value: "step", label: "another step of this run" },
        ...others.map(({ id, name }) => ({ value: `run:${id}`, label: name })),
      ],
      against === "run" ? `run:${b?.run.id ?? ""}` : against,
    );
    this.#view.update(
      [
        { value: "sides", label: "side by side" },
        { value: "difference", label: "difference A − B" },
      ],
      ui.view,
    );
    this.#view.element.hidden = b === null;
    this.#compare.hidden = runs.length < 2;
    this.#fork.disabled = !isTrusted;
    this.#exports.setItems(
      exportChoices
        .filter(({ kind }) => ui.open !== null || !kind.startsWith("head-"))
        .map(({ kind, label }) => ({
          label: label.replace("{head}", ui.open ?? ""),
          onClick: () => {
            this.#actions.onExport(kind);
          },
        })),
    );
  }
}

/** How many sequences a set has; null while that is not known. */
function countOf(run: RunSnapshot, set: SequenceSetName, measured: number | undefined): number | null {
  return set === "all" ? (measured ?? null) : run.record.experiment.evaluation.sequences;
}

/** A drop-down list whose options come and go; an open list stays open while they do not. */
class ChangingDropdown<T extends string> {
  readonly #dropdown: Dropdown<T>;
  #shown = "";

  constructor(label: string, onChange: (value: T) => void) {
    this.#dropdown = dropdown<T>(label, [], "" as T, onChange);
  }

  get element(): HTMLElement {
    return this.#dropdown.element;
  }

  update(options: readonly Option<T>[], value: T): void {
    const shown = JSON.stringify(options);
    if (shown === this.#shown) this.#dropdown.select(value);
    else this.#dropdown.setOptions(options, value);
    this.#shown = shown;
    this.#dropdown.element.title = options.find((option) => option.value === value)?.label ?? "";
  }
}
