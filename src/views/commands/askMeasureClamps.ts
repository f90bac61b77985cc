import { dirname } from "node:path";
import * as vscode from "vscode";
import type { Experiment } from "../../experiment/experimentSchema.ts";
import { presetName } from "../../experiment/presetName.ts";
import { describeClamp, describeClamps, type AnyClamp } from "../../runs/comparison/describeClamp.ts";
import { UserError } from "../../userError.ts";
import { workspaceFolder } from "../configuration.ts";
import { resolvedItem } from "../resolvedItem.ts";
import type { Services } from "../services.ts";
import { askChoice, type Choice } from "./askChoice.ts";
import { rebasedCheckpoint } from "./askCheckpoint.ts";
import { askClamp } from "./askClamp.ts";
import type { Outcome, QuestionPlace } from "./askInTurn.ts";
import type { MeasureAnswers, MeasureSubject } from "./askMeasure.ts";
import { runChoice } from "./runChoice.ts";
import { experimentChoice, nameOf } from "./targetExperiment.ts";
import { withoutTime } from "./withoutTime.ts";

type Step =
  | { readonly kind: "measure" }
  | { readonly kind: "add" }
  | { readonly kind: "take" }
  | { readonly kind: "replace" }
  | { readonly kind: "remove"; readonly clamp: AnyClamp };

/** Lets the user gather the clamps under which something is measured, any number, until he says go. */
export async function askMeasureClamps(
  place: QuestionPlace,
  services: Services,
  subject: MeasureSubject,
  answers: MeasureAnswers,
): Promise<Outcome> {
  const [run] = subject.runs;
  const experiment = run?.record?.experiment;
  if (run === undefined || experiment === undefined) throw new UserError("The run cannot be read.");
  const own = subject.clampsAt(answers.at ?? 0);
  for (;;) {
    const steps: Step[] = [];
    const outcome = await askChoice<Step>(place, {
      placeholder: "Clamps to measure under: the numbers without them are shown beside",
      choices: listSteps(answers, experiment, own),
      answer: (step) => steps.push(step),
    });
    const [step] = steps;
    if (step === undefined) return outcome;
    switch (step.kind) {
      case "measure":
        return "answered";
      case "replace":
        answers.replaces = !answers.replaces;
        break;
      case "remove":
        answers.clamps = answers.clamps.filter((clamp) => clamp !== step.clamp);
        break;
      case "take": {
        const taken = await takeClamps(services, place.title);
        answers.clamps = [...answers.clamps, ...taken];
        break;
      }
      case "add": {
        const others = answers.replaces ? answers.clamps : [...own, ...answers.clamps];
        const clamp = await askClamp({
          ...{ title: "Measure Under Clamp", where: run.name, experiment, others },
          heads: services.architectureTree.tickedHeads,
          ...{ asksHeads: true, asksKindFirst: true, clamp: null, limits: null, isLive: false },
          ...{ runs: services.library.runs, folder: run.record?.folder ?? "" },
        });
        if (clamp !== null) answers.clamps = [...answers.clamps, clamp];
        break;
      }
    }
  }
}

function listSteps(
  { clamps, replaces }: MeasureAnswers,
  { model }: Experiment,
  own: readonly AnyClamp[],
): (Choice<Step> | vscode.QuickPickItem)[] {
  const count = clamps.length === 1 ? "1 Clamp" : `${clamps.length} Clamps`;
  const go =
    clamps.length > 0 ? `Measure Under ${count}` : replaces ? "Measure Without Clamps" : "Measure as It Is";
  const toggle: Choice<Step> = {
    label: `$(${replaces ? "circle-slash" : "lock"}) ${replaces ? "Without" : "With"} the Run's Own Clamps`,
    description: describeClamps(own, model),
    detail: `Choose to measure ${replaces ? "with" : "without"} them.`,
    choice: { kind: "replace" },
  };
  return [
    { label: `$(play) ${go}`, alwaysShow: true, choice: { kind: "measure" } satisfies Step },
    ...clamps.map((clamp): Choice<Step> => ({
      label: `$(discard) ${describeClamp(clamp, model)}`,
      description: "added; choose to take it back",
      choice: { kind: "remove", clamp },
    })),
    { label: "$(add) Add a Clamp…", choice: { kind: "add" } satisfies Step },
    {
      label: "$(copy) Add the Clamps of an Experiment or a Run…",
      choice: { kind: "take" } satisfies Step,
    },
    ...(own.length > 0 || replaces ? [toggle] : []),
  ];
}

/** The clamps of an experiment or a run that the user picks, without their windows and conditions. */
async function takeClamps({ experiments, library }: Services, title: string): Promise<readonly AnyClamp[]> {
  await experiments.refresh();
  const ofRuns = library.runs.flatMap((run) => {
    const { record } = run;
    if (record === null || record.experiment.clamps.length === 0) return [];
    return [{ ...runChoice(run), clamps: plain(record.experiment.clamps, record.folder) }];
  });
  const ofExperiments = experiments.items.flatMap((item) => {
    const experiment = resolvedItem(item);
    if (experiment === null || experiment.clamps.length === 0) return [];
    const name = nameOf(item);
    const folder = presetName(name) === null ? dirname(name) : (workspaceFolder() ?? "");
    return [{ ...experimentChoice(item), clamps: plain(experiment.clamps, folder) }];
  });
  const line = (label: string) => ({ label, kind: vscode.QuickPickItemKind.Separator, clamps: [] });
  const items = [line("experiments"), ...ofExperiments, line("runs"), ...ofRuns];
  const picked = await vscode.window.showQuickPick(items, {
    title,
    placeHolder: "Whose clamps? Their windows and conditions are left out",
    matchOnDescription: true,
    matchOnDetail: true,
    ignoreFocusOut: true,
  });
  return picked?.clamps ?? [];
}

function plain(clamps: readonly AnyClamp[], folder: string): readonly AnyClamp[] {
  return clamps.map(withoutTime).map((clamp) => {
    const { checkpoint } = clamp;
    return typeof checkpoint === "string"
      ? { ...clamp, checkpoint: rebasedCheckpoint(checkpoint, folder) }
      : clamp;
  });
}
