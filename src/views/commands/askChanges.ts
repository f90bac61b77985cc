import * as vscode from "vscode";
import type { Experiment } from "../../experiment/experimentSchema.ts";
import type { Override } from "../../experiment/overrides.ts";
import { askChoice, type Choice } from "./askChoice.ts";
import { askText } from "./askText.ts";
import { problemOf, readChange, withChange } from "./changeText.ts";
import { experimentKeys, type ExperimentKey } from "./experimentKeys.ts";
import { valueText } from "./valueText.ts";

/** What changes are asked for. */
export interface ChangesQuestion {
  readonly title: string;
  /** What is done with the changed experiment, such as "Run". */
  readonly action: string;
  /** The experiment with changes. @throws UserError naming every problem */
  readonly resolve: (changes: readonly Override[]) => Experiment;
  /** Which keys may be changed. */
  readonly canChange: (key: ExperimentKey) => boolean;
  /** Why an experiment that is valid will not do, null where it will. */
  readonly whyNot?: (experiment: Experiment) => string | null;
  /** Changes to begin with. */
  readonly initial?: readonly Override[];
  /** What to say of them, in a sentence. */
  readonly note?: string | null;
}

type Step =
  | { readonly kind: "done" }
  | { readonly kind: "change"; readonly key: ExperimentKey }
  | { readonly kind: "remove"; readonly change: Override };

/**
 * Lets the user change values of an experiment, one key after the other, until he says go.
 * @returns the changed experiment, null where he breaks off
 * @throws UserError when the experiment has problems before anything is changed
 */
export async function askChanges(question: ChangesQuestion): Promise<Experiment | null> {
  const { title, action, resolve, whyNot, initial = [] } = question;
  let changes = initial;
  let valid = resolve([]);
  for (;;) {
    const problem = problemOf(resolve, changes)?.text ?? null;
    if (problem === null) valid = resolve(changes);
    const wrong = problem ?? whyNot?.(valid) ?? null;
    const answers: Step[] = [];
    await askChoice<Step>(singleQuestion(title), {
      placeholder: `Choose a key to change it, or ${action.toLowerCase()} at once`,
      choices: listSteps(question, valid, changes, wrong),
      answer: (choice) => answers.push(choice),
    });
    const [step] = answers;
    switch (step?.kind) {
      case undefined:
        return null;
      case "done":
        if (wrong === null) return valid;
        void vscode.window.showWarningMessage(wrong);
        break;
      case "remove":
        changes = changes.filter((change) => change !== step.change);
        break;
      case "change":
        changes = await askChange(question, step.key, changes);
        break;
    }
  }
}

function listSteps(
  { action, canChange, initial = [], note = null }: ChangesQuestion,
  experiment: Experiment,
  changes: readonly Override[],
  wrong: string | null,
): (Choice<Step> | vscode.QuickPickItem)[] {
  const count = changes.length === 1 ? "1 change" : `${changes.length} changes`;
  const done: Choice<Step> = {
    label: `$(${wrong === null ? "play" : "warning"}) ${action} ${changes.length === 0 ? "as It Is" : `with ${count}`}`,
    ...(wrong === null ? {} : { detail: wrong }),
    alwaysShow: true,
    choice: { kind: "done" },
  };
  const changed = changes.map((change): Choice<Step> => ({
    label: `$(discard) ${change.text}`,
    description: "changed; choose to take it back",
    ...(note !== null && initial.includes(change) ? { detail: note } : {}),
    choice: { kind: "remove", change },
  }));
  const keys = experimentKeys(experiment)
    .filter(canChange)
    .map((key): Choice<Step> => ({
      label: key.name,
      description: valueText(key.value),
      detail: key.description,
      choice: { kind: "change", key },
    }));
  const line = (label: string) => ({ label, kind: vscode.QuickPickItemKind.Separator });
  return [done, ...(changed.length > 0 ? [line("changes"), ...changed] : []), line("keys"), ...keys];
}

async function askChange(
  { title, resolve }: ChangesQuestion,
  key: ExperimentKey,
  changes: readonly Override[],
): Promise<readonly Override[]> {
  const place = { ...singleQuestion(`${title}: ${key.name}`), canGoBack: true };
  let result = changes;
  const take = (text: string) => {
    result = withChange(changes, readChange(key, text));
  };
  if (key.choices !== null) {
    await askChoice(place, {
      placeholder: key.description,
      choices: key.choices.map((choice) => ({ label: valueText(choice), choice })),
      active: key.value,
      answer: (choice) => {
        take(valueText(choice));
      },
    });
    return result;
  }
  const problem = (text: string) => problemOf(resolve, withChange(changes, readChange(key, text)));
  await askText(place, {
    prompt: key.description,
    value: valueText(key.value),
    check: (text) => {
      const found = problem(text);
      return found?.own === true ? found.text : null;
    },
    warn: (text) => problem(text)?.text ?? null,
    answer: take,
  });
  return result;
}

function singleQuestion(title: string) {
  return { title, step: 1, steps: 1, canGoBack: false };
}
