import * as vscode from "vscode";
import type { RunEntry } from "../../execution/runEntry.ts";
import { views } from "../../ids.ts";
import type { RunEvent } from "../../runs/runEvents.ts";
import type { ClampRequest } from "../../runs/runRequests.ts";
import { UserError } from "../../userError.ts";
import type { Services } from "../services.ts";
import { refusalWords } from "./clampWords.ts";

/**
 * Asks the trainer of a run to set or release a clamp, and shows in the Clamps view that it is under way.
 * @param failure what to say first where it does not come to that
 * @throws UserError where the trainer refuses or does not answer, in words without ids of clamps
 */
export async function requestClamp(
  { pool, library, log }: Services,
  run: RunEntry,
  request: ClampRequest,
  failure: string,
): Promise<RunEvent> {
  try {
    return await vscode.window.withProgress({ location: { viewId: views.clamps } }, () =>
      pool.request(run.id, request),
    );
  } catch (error) {
    const { clamps, record } = library.find(run.id) ?? run;
    if (!(error instanceof UserError) || record === null) throw error;
    log.warn(`${run.id}: ${error.message}`);
    const words = refusalWords(error.message, clamps, record.experiment.model);
    throw new UserError(`${failure}: ${words}`, {}, { cause: error });
  }
}
