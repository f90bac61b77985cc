import * as vscode from "vscode";
import { Disposable } from "../disposable.ts";
import type { LocalPool, RunEnd } from "../execution/localPool.ts";
import type { RunEntry } from "../execution/runEntry.ts";
import type { RunLibrary } from "../execution/runLibrary.ts";
import { commands, settings } from "../ids.ts";
import { hasPhaseChange } from "../measures/phaseChange.ts";
import { configuration } from "./configuration.ts";
import { endMessage, type EndMessage } from "./endMessage.ts";
import { groupEndMessage } from "./groupEndMessage.ts";
import { isResumable } from "./isResumable.ts";
import { isSilent } from "./isSilent.ts";
import type { Services } from "./services.ts";
import type { RunGroupNode, RunNode } from "./trees/runNode.ts";

const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;

interface Action extends vscode.MessageItem {
  readonly run: () => Thenable<unknown>;
}

/** Tells when a run has finished, come to a bad end or gone silent, unless the user has asked not to be told. */
export class Notifications extends Disposable {
  readonly #library: RunLibrary;
  readonly #log: vscode.LogOutputChannel;
  readonly #quietGroups: ReadonlySet<string>;
  /** Runs of which it was told that they are silent. */
  readonly #silent = new Set<string>();

  constructor(
    pool: LocalPool,
    library: RunLibrary,
    { log, quietGroups }: Pick<Services, "log" | "quietGroups">,
  ) {
    super();
    this.#library = library;
    this.#log = log;
    this.#quietGroups = quietGroups;
    this.register(
      library.onDidChange(({ added, changed }) => {
        this.#tellSilent([...added, ...changed]);
      }),
    );
    this.register(
      pool.onDidEnd((end) => {
        this.#tell(end).catch((error: unknown) => {
          log.error(`notification of ${end.id}: ${String(error)}`);
        });
      }),
    );
  }

  /** Once for each run: what was stopped and resumed may hang again for the same reason. */
  #tellSilent(ids: readonly string[]): void {
    for (const id of ids) {
      const entry = this.#library.find(id);
      if (entry === undefined || this.#silent.has(id) || !isSilent(entry, Date.now())) continue;
      this.#silent.add(id);
      this.#log.warn(`${id}: ${entry.problem ?? ""}`);
      if (!configuration.notifyFailed()) continue;
      const time = new Date(entry.status?.heartbeat ?? Number.NaN).toLocaleTimeString([], clock);
      const text = `${entry.name} gives no sign of life since ${time}`;
      const actions = [
        commandAction("Show Log", commands.showLog, id),
        ...(vscode.workspace.isTrusted ? [commandAction("Stop", commands.stopRun, id)] : []),
        neverAction(settings.notifyFailed),
      ];
      void show({ severity: "warning", text }, actions).then((action) => action?.run());
    }
  }

  async #tell(end: RunEnd): Promise<void> {
    const entry = this.#library.find(end.id);
    const isExpected = hasPhaseChange(entry?.experiment ?? {});
    const message = endMessage(end, isExpected ? (entry?.status?.phaseChange ?? null) : undefined);
    if (message === null) return;
    if (message.severity !== "information") {
      this.#log.error([message.text, ...end.logTail].join("\n"));
    }
    const isFinished = end.state === "finished";
    if (isFinished && entry?.group != null) {
      await this.#tellGroup(entry.group);
      return;
    }
    if (!(isFinished ? configuration.notifyFinished() : configuration.notifyFailed())) return;
    const setting = isFinished ? settings.notifyFinished : settings.notifyFailed;
    const command = (title: string, id: string) => commandAction(title, id, end.id);
    const canResume = entry !== undefined && isResumable({ state: end.state, record: entry.record });
    const actions = isFinished
      ? [command("Open Live Panel", commands.openLivePanel), command("Compare…", commands.compareRuns)]
      : [
          command("Show Log", commands.showLog),
          ...(canResume ? [command("Resume", commands.resumeRun)] : []),
        ];
    await (await show(message, [...actions, neverAction(setting)]))?.run();
  }

  /** The end of each of many runs is no news, that of the last is. */
  async #tellGroup(group: NonNullable<RunEntry["group"]>): Promise<void> {
    if (this.#quietGroups.has(group.id)) return;
    const end = groupEndMessage(group, this.#library.runs);
    if (end === null || !configuration.notifyFinished()) return;
    const node: RunGroupNode = { kind: "run-group", id: group.id, runs: end.ids };
    const compare = () => vscode.commands.executeCommand(commands.compareRuns, node);
    const actions = [{ title: "Compare", run: compare }, neverAction(settings.notifyFinished)];
    await (await show(end.message, actions))?.run();
  }
}

/** Does something with a run. */
function commandAction(title: string, command: string, run: string): Action {
  const node: RunNode = { kind: "run", id: run };
  return { title, run: () => vscode.commands.executeCommand(command, node) };
}

/** Turns a kind of notification off. */
function neverAction(setting: string): Action {
  return {
    title: "Don't Show Again",
    run: () => vscode.workspace.getConfiguration().update(setting, false, vscode.ConfigurationTarget.Global),
  };
}

function show({ severity, text }: EndMessage, actions: readonly Action[]): Thenable<Action | undefined> {
  switch (severity) {
    case "information":
      return vscode.window.showInformationMessage(text, ...actions);
    case "warning":
      return vscode.window.showWarningMessage(text, ...actions);
    case "error":
      return vscode.window.showErrorMessage(text, ...actions);
  }
}
