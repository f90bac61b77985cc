import type { RunEntry } from "../../execution/runEntry.ts";
import { measureInfos } from "../../measures/measureInfo.ts";
import type { MeasureName } from "../../measures/measureValues.ts";
import { listCheckpoints } from "../../runs/checkpointFiles.ts";
import type { AnyClamp } from "../../runs/comparison/describeClamp.ts";
import { UserError } from "../../userError.ts";
import type { Services } from "../services.ts";
import { askChoice } from "./askChoice.ts";
import { askInTurn, type Question } from "./askInTurn.ts";
import { askMeasureClamps } from "./askMeasureClamps.ts";
import type { ForkPlaces } from "./forkPlaces.ts";
import { askRunPlace } from "./pickForkPlace.ts";

/** What is to be measured. */
export interface MeasureAnswers {
  name: MeasureName;
  /** In sequences; null for the run's evaluations so far. */
  at: number | null;
  clamps: readonly AnyClamp[];
  /** Whether the clamps stand in the place of the run's own. */
  replaces: boolean;
}

/** Of which runs something is to be measured. */
export interface MeasureSubject {
  readonly title: string;
  /** At least one. */
  readonly runs: readonly RunEntry[];
  /** The clamps that hold in the first run at a number of sequences. */
  readonly clampsAt: (sequences: number) => readonly AnyClamp[];
}

/** Measures that are read off a run's evaluations: there is no place to choose, and nothing to clamp. */
const ofEvaluations: readonly MeasureName[] = ["phase-change"];

/** Asks what is to be measured, where in the training, and under which clamps. Null where the user breaks off. */
export async function askMeasure(
  services: Services,
  subject: MeasureSubject,
): Promise<MeasureAnswers | null> {
  const answers: MeasureAnswers = { name: "metrics", at: null, clamps: [], replaces: false };
  const places = commonPlaces(subject.runs);
  const whichMeasure: Question = (place) =>
    askChoice<MeasureName>(place, {
      placeholder: "What to measure",
      choices: (Object.keys(measureInfos) as MeasureName[]).map((name) => ({
        label: measureInfos[name].title,
        description: name,
        detail: measureInfos[name].description,
        choice: name,
      })),
      active: answers.name,
      answer: (name) => {
        answers.name = name;
      },
    });
  const whichPlace: Question = (place) =>
    askRunPlace(place, {
      places,
      near: (sequences) => (sequences === places.checkpoints.at(-1) ? "saved last" : ""),
      placeholder:
        "Where in the training: a checkpoint, or type any number of sequences, such as 123456 or 200k",
      answer: (sequences) => {
        answers.at = sequences;
      },
    });
  const whichClamps: Question = (place) => askMeasureClamps(place, services, subject, answers);
  const isOver = () => ofEvaluations.includes(answers.name);
  const questions = () => (isOver() ? [whichMeasure] : [whichMeasure, whichPlace, whichClamps]);
  if (!(await askInTurn(subject.title, questions))) return null;
  return isOver() ? { ...answers, at: null, clamps: [], replaces: false } : answers;
}

/** Where all runs can be measured. */
function commonPlaces(runs: readonly RunEntry[]): ForkPlaces {
  const all = runs.map(({ experiment, folder, status, name }) => {
    if (experiment === null) throw new UserError(`“${name}” cannot be read.`);
    const checkpoints = listCheckpoints(folder).map(({ sequences }) => sequences);
    return {
      checkpoints,
      seen: Math.max(0, status?.sequences ?? 0, ...checkpoints),
      batch: experiment.training.batch,
    };
  });
  const [first, ...others] = all;
  return {
    seen: Math.min(...all.map(({ seen }) => seen)),
    batch: Math.min(...all.map(({ batch }) => batch)),
    checkpoints: (first?.checkpoints ?? []).filter((sequences) =>
      others.every(({ checkpoints }) => checkpoints.includes(sequences)),
    ),
  };
}
