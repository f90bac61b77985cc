import type { RunSnapshot } from "../../src/protocol/panelRun.ts";
import { formatDuration, formatRate, formatSequences } from "../../src/runs/comparison/formatNumbers.ts";
import { phaseChangeOf } from "../../src/runs/comparison/phaseChangeOf.ts";
import { element, setText } from "../shared/dom.ts";
import { icon } from "../shared/icons.ts";
import { isToyRun } from "../shared/isToyRun.ts";
import { lineSample } from "../shared/lineSample.ts";
import type { Palette } from "../shared/theme.ts";
import { button, type Control } from "../shared/ui.ts";
import { stateInfo, type RunCommand } from "../shared/stateInfo.ts";

/** What a run's header asks for. */
export interface RunHeaderActions {
  readonly onCommand: (run: string, command: RunCommand) => void;
  readonly onRemove: (run: string) => void;
}

/** A row with a run's name, state, progress and commands. */
export class RunHeader {
  readonly element: HTMLElement;
  readonly #name = element("h2", { class: "run-name" });
  readonly #sample = element("span", { class: "run-sample" });
  readonly #state = element("span", { class: "run-state" });
  readonly #progress = element("progress", {
    class: "progress-bar run-progress",
    attributes: { max: 1, value: 0 },
  });
  readonly #facts = element("p", { class: "run-facts" });
  readonly #reason = element("p", { class: "run-reason" });
  readonly #buttons = new Map<RunCommand, Control>();
  #shownState = "";
  #pressed: Control | null = null;

  constructor(id: string, actions: RunHeaderActions) {
    const command = (label: string, name: RunCommand, picture: Parameters<typeof icon>[0]): Control => {
      const made = button(label, {
        icon: picture,
        onClick: () => {
          // Until the run's state says otherwise, a second click would only ask the same again.
          made.disabled = true;
          this.#pressed = made;
          actions.onCommand(id, name);
        },
      });
      this.#buttons.set(name, made);
      return made;
    };
    const remove = button("Remove from this panel", {
      icon: "close",
      appearance: "icon",
      onClick: () => {
        actions.onRemove(id);
      },
    });
    this.element = element(
      "section",
      { class: "run", attributes: { "data-run": id } },
      element(
        "div",
        { class: "run-line" },
        element("div", { class: "run-title" }, this.#sample, this.#name, this.#state),
        element(
          "div",
          { class: "run-buttons", attributes: { role: "group", "aria-label": "Commands" } },
          command("Pause", "pause", "pause"),
          command("Resume", "resume", "play"),
          command("Stop", "stop", "stop"),
          command("Clamp…", "clamp", "clamp"),
          command("Show Log", "show-log", "log"),
          remove,
        ),
      ),
      element("div", { class: "run-line" }, this.#progress, this.#facts),
      this.#reason,
    );
  }

  /** Shows the run as it is now. `palette`: null while it is the only one and its colour means nothing. */
  update(run: RunSnapshot, isTrusted: boolean, palette: Palette | null): void {
    const { name, id, status, state, record } = run;
    const info = stateInfo(state);
    setText(this.#name, name);
    this.#name.title = `${name} (${id})`;
    this.#sample.replaceChildren(...(palette === null ? [] : [lineSample({ slot: run.slot }, palette)]));
    if (this.#shownState !== state) {
      this.#shownState = state;
      this.#state.className = `run-state run-state-${state}`;
      this.#state.replaceChildren(icon(info.icon), info.text);
    }
    const total = status?.total ?? record.experiment.training.sequences;
    const done = status?.sequences ?? 0;
    this.#progress.max = Math.max(1, total);
    this.#progress.value = done;
    this.#progress.setAttribute(
      "aria-label",
      `${name}: ${formatSequences(done)} of ${formatSequences(total)} sequences`,
    );
    setText(this.#facts, facts(run, done, total).join(" · "));
    const reason = status?.reason ?? null;
    setText(this.#reason, reason ?? "");
    this.#reason.hidden = reason === null;
    for (const [command, control] of this.#buttons) {
      const isShown = info.commands.includes(command);
      control.hidden = !isShown;
      // Showing a log changes nothing: that is possible without trust.
      control.disabled = !isTrusted && command !== "show-log";
      control.title = isTrusted || command === "show-log" ? "" : "Off until you trust this workspace";
    }
    this.#moveFocus();
  }

  /** Where the button that was pressed has gone, the focus goes to the first that is there. */
  #moveFocus(): void {
    const pressed = this.#pressed;
    if (pressed?.hidden !== true) return;
    this.#pressed = null;
    // A button that is off or hidden loses the focus to the page.
    if (document.activeElement !== document.body && document.activeElement !== pressed) return;
    [...this.#buttons.values()].find(({ hidden }) => !hidden)?.focus();
  }
}

function facts(run: RunSnapshot, done: number, total: number): string[] {
  const { status, state, record } = run;
  const all = [`${formatSequences(done)} of ${formatSequences(total)} sequences (${percent(done, total)})`];
  const isMoving = state === "running";
  if (status !== null && status.rate > 0 && (isMoving || state === "finished")) {
    const steps = status.rate / record.experiment.training.batch;
    all.push(`${formatRate(status.rate).replace("/s", " sequences/s")}, ${formatSequences(steps)} steps/s`);
  }
  if (isMoving && status !== null && status.secondsLeft !== null) {
    all.push(`${formatDuration(status.secondsLeft)} left`);
  }
  const phaseChange = phaseChangeOf(run);
  const { commands } = stateInfo(state);
  const isOver = !commands.includes("stop") && !commands.includes("resume");
  if (phaseChange !== null) all.push(`phase change at ${formatSequences(phaseChange)}`);
  else if (!isToyRun(run)) {
    all.push(isOver ? "no phase change" : "no phase change yet");
  }
  return all;
}

function percent(done: number, total: number): string {
  return `${Math.floor((100 * done) / Math.max(1, total))} %`;
}
