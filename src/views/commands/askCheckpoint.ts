import { isAbsolute, join, relative, resolve } from "node:path";
import * as vscode from "vscode";
import { parseCheckpointReference, runCheckpoint } from "../../clamps/checkpointReference.ts";
import type { RunEntry } from "../../execution/runEntry.ts";
import type { Experiment } from "../../experiment/experimentSchema.ts";
import { listCheckpoints, type CheckpointFile } from "../../runs/checkpointFiles.ts";
import { formatCount } from "../../runs/comparison/formatNumbers.ts";
import { askChoice, type Choice } from "./askChoice.ts";
import type { Outcome, Question } from "./askInTurn.ts";
import type { ClampAnswers } from "./clampAnswers.ts";
import { runChoice } from "./runChoice.ts";

/** What checkpoints are chosen for. */
export interface CheckpointQuestion {
  readonly experiment: Pick<Experiment, "model" | "data">;
  readonly runs: readonly RunEntry[];
  /** The base of relative paths. */
  readonly folder: string;
}

/** Where a checkpoint comes from, besides runs, which are named by their ids: a clamp keeps the one it has, or a file. */
const [kept, file] = ["/kept", "/file"];

/** Asks for the checkpoint of a graft: a run and one of its checkpoints, or a file. The questions as they are now. */
export function checkpointQuestions(
  answers: ClampAnswers,
  question: CheckpointQuestion,
): () => readonly Question[] {
  const before = answers.options.get("checkpoint") ?? "";
  let origin = before === "" ? "" : kept;
  const set = (reference: string) => {
    answers.options.set("checkpoint", reference);
  };
  const choiceOf = (run: RunEntry): Choice<string> => ({ ...runChoice(run), choice: run.id });
  const whichOrigin: Question = (place) =>
    askChoice<string>(place, {
      placeholder: "Whose layers? A run, or a checkpoint file",
      choices: [
        ...(before === "" ? [] : [{ label: `$(check) ${before}`, description: "as it is", choice: kept }]),
        ...question.runs.filter((run) => canGraft(run, question)).map(choiceOf),
        { label: "$(folder-opened) Choose a File…", description: "*.safetensors", choice: file },
      ],
      active: origin,
      answer: (chosen) => {
        origin = chosen;
        if (chosen === kept) set(before);
      },
    });
  return () => {
    const run = question.runs.find(({ id }) => id === origin);
    if (run !== undefined) return [whichOrigin, whichCheckpoint(run, question, set)];
    return origin === file ? [whichOrigin, whichFile(question, set)] : [whichOrigin];
  };
}

function whichCheckpoint(
  run: RunEntry,
  question: CheckpointQuestion,
  set: (reference: string) => void,
): Question {
  const checkpoints = listCheckpoints(run.folder).toReversed();
  return (place) =>
    askChoice<string>(place, {
      placeholder: `Checkpoint of “${run.name}”`,
      choices: checkpoints.map((checkpoint) => ({
        label: `${formatCount(checkpoint.sequences)} sequences`,
        choice: checkpointReference(run, checkpoint, question.folder),
      })),
      answer: set,
    });
}

function whichFile({ folder }: CheckpointQuestion, set: (reference: string) => void): Question {
  return async (): Promise<Outcome> => {
    const [chosen] =
      (await vscode.window.showOpenDialog({
        title: "Checkpoint",
        openLabel: "Choose",
        defaultUri: vscode.Uri.file(folder),
        filters: { Checkpoints: ["safetensors"] },
      })) ?? [];
    if (chosen === undefined) return "back";
    set(relativePath(chosen.fsPath, folder));
    return "answered";
  };
}

/** Whether the layers of a run's model can stand in for others: the same width and labels, and something is saved. */
function canGraft(
  { record, folder }: RunEntry,
  { experiment: { model, data } }: CheckpointQuestion,
): boolean {
  if (record === null || record.experiment.toy !== undefined) return false;
  const theirs = record.experiment;
  if (theirs.model.width !== model.width || theirs.data.labels !== data.labels) return false;
  return listCheckpoints(folder).length > 0;
}

/**
 * How a clamp names a run's checkpoint: by its experiment hash, which is the same wherever the run is; by its file where
 * the run is a fork, or was clamped while it trained, as others with that hash have other numbers.
 */
export function checkpointReference(
  { record, clamps }: Pick<RunEntry, "record" | "clamps">,
  { sequences, file: path }: CheckpointFile,
  folder: string,
): string {
  const isPure = record?.parent === null && clamps.every(({ isLive }) => !isLive);
  return isPure ? runCheckpoint(record.experimentHash, sequences) : relativePath(path, folder);
}

/** Relative to a folder where it is below it. */
function relativePath(path: string, folder: string): string {
  const inside = relative(folder, path);
  return isAbsolute(inside) || inside.startsWith("..") ? path : inside.replaceAll("\\", "/");
}

/** A clamp's checkpoint as it is to be named from another folder: a file by its absolute path. */
export function rebasedCheckpoint(reference: string, folder: string): string {
  const parsed = parseCheckpointReference(reference);
  return parsed.kind === "run" ? reference : resolve(join(folder, parsed.path));
}
