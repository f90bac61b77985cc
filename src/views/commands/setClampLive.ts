import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import type { RunEntry } from "../../execution/runEntry.ts";
import { contextKeys } from "../../ids.ts";
import { describeClamp, type AnyClamp } from "../../runs/comparison/describeClamp.ts";
import { formatDeviation } from "../../runs/comparison/formatDeviation.ts";
import { formatSequences } from "../../runs/comparison/formatNumbers.ts";
import type { Services } from "../services.ts";
import { requestClamp } from "./requestClamp.ts";
import { clampSentence } from "../../runs/comparison/clampSentence.ts";

const shownFor = 15_000;

/**
 * Clamps heads of a run while it trains, at its next step or from a later one on, and says what was measured of it.
 * @param id of the clamp that it replaces, null for a new one
 * @throws UserError as the trainer refuses it
 */
export async function setClampLive(
  services: Services,
  run: RunEntry,
  clamp: AnyClamp,
  replaces: string | null,
): Promise<void> {
  const { log } = services;
  const id = replaces ?? `live-${randomBytes(2).toString("hex")}`;
  const words = run.record === null ? clamp.kind : describeClamp(clamp, run.record.experiment.model);
  const event = await requestClamp(services, run, { kind: "clamp", id, clamp }, `“${words}” was not set`);
  await clampWasSet();
  const at = formatSequences(event.sequences);
  log.info(
    `${run.id}: ${words}, ${event.kind === "clamp-on" ? `clamped at ${event.sequences}` : "waits for its window"}`,
  );
  const text = event.kind === "clamp-on" ? `${words}: clamped at ${at}` : `${words}: waits for its window`;
  vscode.window.setStatusBarMessage(`$(pinned) ${text}`, shownFor);
  tellMeasured(services, { run: run.id, id, since: event.sequences, words });
}

/** Completes the walkthrough's step about clamping. */
export async function clampWasSet(): Promise<void> {
  await vscode.commands.executeCommand("setContext", contextKeys.hasClamped, true);
}

/** A clamp that was set just now. */
interface SetClamp {
  readonly run: string;
  readonly id: string;
  /** Sequences at which it was set: what was measured before is of another clamp of that id. */
  readonly since: number;
  readonly words: string;
}

/** Shows what was measured of a clamp once it is in the run folder. Ends with the run, or when the clamp is released. */
function tellMeasured({ library, log }: Services, { run, id, since, words }: SetClamp): void {
  const isOver = (): boolean => {
    const entry = library.find(run);
    if (entry === undefined || !["running", "paused"].includes(entry.state)) return true;
    const history = entry.clamps.find((each) => each.id === id);
    if (history?.measured == null || history.measured.sequences < since) return false;
    log.info(`${run}: ${words}, ${clampSentence(history)}`);
    // The bar cuts long texts; the whole sentence is in the Clamps view.
    const effect = `max deviation ${formatDeviation(history.measured.deviation)}`;
    vscode.window.setStatusBarMessage(`$(pinned) ${words} · ${effect}`, shownFor);
    return true;
  };
  if (isOver()) return;
  const listener = library.onDidChange(() => {
    if (isOver()) listener.dispose();
  });
}
