import { createHash } from "node:crypto";
import { join } from "node:path";
import { holdsAt, type Window } from "../../clamps/window.ts";
import type { RunEntry } from "../../execution/runEntry.ts";
import { commands } from "../../ids.ts";
import { measureInfos } from "../../measures/measureInfo.ts";
import type { MeasureResult } from "../../protocol/measureMessages.ts";
import { atomicWrite } from "../../runs/atomicWrite.ts";
import { listCheckpoints } from "../../runs/checkpointFiles.ts";
import { describeClamps, type AnyClamp } from "../../runs/comparison/describeClamp.ts";
import { measureMarkdown, type MeasuredRun } from "../../runs/comparison/measureMarkdown.ts";
import { makeFolder } from "../../runs/makeFolder.ts";
import { readEvents } from "../../runs/runReader.ts";
import { withFileErrors } from "../../runs/withFileErrors.ts";
import { UserError } from "../../userError.ts";
import { askMeasure, type MeasureAnswers } from "./askMeasure.ts";
import { clampsAt } from "./clampsAt.ts";
import type { Command } from "./command.ts";
import { openMarkdown } from "./openMarkdown.ts";
import { takeMeasures, type WantedMeasure } from "./takeMeasures.ts";
import { targetRuns } from "./targetRuns.ts";
import { withoutTime } from "./withoutTime.ts";

const title = "Measure Under Clamp";

/** Measures runs as they were anywhere in their training, as they are and under other clamps, and shows both. */
export const measureUnderClamp: Command = {
  id: commands.measureUnderClamp,
  needs: ["trust", "folder"],
  run: async (services, ...args) => {
    const runs = await targetRuns(services, args, {
      action: "show",
      title,
      none: "There is no run to measure yet.",
      alsoWhyNot: ({ name, experiment }) =>
        experiment?.toy === undefined
          ? null
          : `“${name}” is the toy model, whose curves say all there is to say.`,
    });
    const [first] = runs;
    if (first === undefined) return;
    const subject = { title: `${title}: ${runs.length === 1 ? first.name : `${runs.length} runs`}`, runs };
    const answers = await askMeasure(services, { ...subject, clampsAt: (at) => heldClamps(first, at) });
    if (answers === null) return;
    const wanted = runs.flatMap((run) => wantedOf(run, answers));
    const results = await takeMeasures(services, title, wanted);
    if (results === null) return;
    const measured = runs.map((run) => {
      const [plain, clamped] = results.filter((_, place) => wanted[place]?.run === run);
      return measuredRun(run, answers, plain, clamped);
    });
    await openMarkdown(
      write(first, answers, measureMarkdown(answers.name, measureInfos[answers.name], measured)),
    );
  },
};

/** The clamps of a run that hold when so many sequences have been seen, without their windows; conditions are unknown. */
function heldClamps({ record, folder }: RunEntry, sequences: number): AnyClamp[] {
  if (record === null) return [];
  const { clamps } = clampsAt(record, readEvents(folder).lines, sequences);
  return clamps
    .filter((clamp) => clamp["when"] === undefined && holdsAt(windowOf(clamp), sequences))
    .map(withoutTime);
}

function windowOf({ from, until }: AnyClamp): Window {
  return {
    from: typeof from === "number" ? from : undefined,
    until: typeof until === "number" ? until : undefined,
  };
}

function isUnderOthers({ clamps, replaces }: MeasureAnswers): boolean {
  return clamps.length > 0 || replaces;
}

/** As it is, and under the clamps that are added. */
function wantedOf(run: RunEntry, answers: MeasureAnswers): WantedMeasure[] {
  const { name, clamps, replaces } = answers;
  const job = {
    runFolder: run.folder,
    name,
    at: placeOf(run, answers),
    clamps: [],
    replace: false,
    options: {},
  };
  const plain = { run, job, text: run.name };
  if (!isUnderOthers(answers)) return [plain];
  return [plain, { run, job: { ...job, clamps, replace: replaces }, text: `${run.name} under clamps` }];
}

/** Null for the end of a finished run, so that what was measured there for figures is found again. */
function placeOf({ state, folder }: RunEntry, { at }: MeasureAnswers): readonly number[] | null {
  const last = listCheckpoints(folder).at(-1)?.sequences;
  return at === null || (state === "finished" && at === last) ? null : [at];
}

function measuredRun(
  run: RunEntry,
  { clamps, replaces }: MeasureAnswers,
  plain: MeasureResult | undefined,
  clamped: MeasureResult | undefined,
): MeasuredRun {
  const [value] = plain?.results ?? [];
  const [other] = clamped?.results ?? [];
  if (value === undefined || run.record === null) throw new UserError(`“${run.name}” was not measured.`);
  const { model } = run.record.experiment;
  return {
    name: run.name,
    sequences: value.sequences,
    clamps: describeClamps(heldClamps(run, value.sequences), model),
    value: value.value,
    under:
      other === undefined
        ? null
        : {
            clamps: describeClamps(clamps, model).replace(/^none$/, "no clamps"),
            replaces,
            value: other.value,
          },
  };
}

/** Writes the document into the folder of the run, beside what is kept of its measures. Returns its path. */
function write({ folder, id }: RunEntry, answers: MeasureAnswers, text: string): string {
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 8);
  const measures = join(folder, "measures");
  withFileErrors(measures, "keep the measure", () => makeFolder(measures));
  const file = join(measures, `${answers.name}-${answers.at ?? id}-${hash}.md`);
  atomicWrite(file, [new TextEncoder().encode(text)], false);
  return file;
}
