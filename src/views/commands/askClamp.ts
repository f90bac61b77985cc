import { clampKinds, type ClampOption } from "../../clamps/clampOptions.ts";
import type { ClampInput } from "../../experiment/editClamps.ts";
import type { AnyClamp } from "../../runs/comparison/describeClamp.ts";
import { formatSequences } from "../../runs/comparison/formatNumbers.ts";
import { UserError } from "../../userError.ts";
import { askChoice, askChoices } from "./askChoice.ts";
import { askInTurn, type Question } from "./askInTurn.ts";
import { askText } from "./askText.ts";
import { answersOf, clampOf, headsOfModel, type ClampAnswers } from "./clampAnswers.ts";
import { checkFrom, checkUntil, type WindowLimits } from "./checkWindow.ts";
import { clampConflict, conflictInAnyWindow, type ClampSurroundings } from "./clampConflict.ts";
import { valueText } from "./valueText.ts";

/** What a clamp is asked for. */
export interface ClampQuestion extends ClampSurroundings {
  readonly title: string;
  /** The run or experiment file that it is for, for the title. */
  readonly where: string;
  /** Heads that are chosen already; where there are none, or a clamp is edited, they are asked for. */
  readonly heads: readonly string[];
  /** Whether to ask for heads all the same, beginning with these. */
  readonly asksHeads?: boolean;
  /** The clamp to edit, null for a new one. */
  readonly clamp: AnyClamp | null;
  readonly limits: WindowLimits;
  /** Whether it is for a run that is training: without `from`, it then holds from now on. */
  readonly isLive: boolean;
}

/**
 * Asks for a clamp: heads, kind, the options of that kind, window. Null where the user breaks off.
 * @throws UserError for the toy model
 */
export async function askClamp(question: ClampQuestion): Promise<ClampInput | null> {
  const { title, where, experiment, heads, clamp } = question;
  if (experiment.toy !== undefined) {
    throw new UserError(
      `${where} is the toy model, which has no heads: "toy.clamped" names its clamped vectors.`,
    );
  }
  const known = headsOfModel(experiment.model);
  const chosen = heads.filter((head) => known.includes(head));
  const answers = answersOf(clamp, chosen);
  const asksHeads = clamp !== null || chosen.length === 0 || question.asksHeads === true;
  const questions = () => [
    ...(asksHeads ? [whichHeads(answers, known)] : []),
    whichKind(answers, question),
    ...optionsOf(answers).map((option) => whichValue(answers, option)),
    whichFrom(answers, question),
    whichUntil(answers, question),
  ];
  const named = asksHeads
    ? title
    : `Clamp ${chosen.length > 8 ? `${chosen.length} heads` : chosen.join(", ")}`;
  return (await askInTurn(`${named} in ${where}`, questions)) ? clampOf(answers, optionsOf(answers)) : null;
}

function optionsOf({ kind }: ClampAnswers): readonly ClampOption[] {
  return clampKinds.find((each) => each.kind === kind)?.options ?? [];
}

function whichHeads(answers: ClampAnswers, known: readonly string[]): Question {
  return (place) =>
    askChoices<string>(place, {
      placeholder: "Heads to clamp (Space ticks, Enter goes on)",
      choices: known.map((head) => ({ label: head, choice: head })),
      ticked: answers.heads,
      answer: (heads) => {
        answers.heads = known.filter((head) => heads.includes(head));
      },
    });
}

function whichKind(answers: ClampAnswers, question: ClampQuestion): Question {
  const whyNot = (kind: string) =>
    conflictInAnyWindow({ kind, heads: answers.heads }, question, question.limits);
  const fit = clampKinds.find(({ kind }) => whyNot(kind) === null);
  return (place) =>
    askChoice<string>(place, {
      placeholder: "What to hold them to",
      choices: clampKinds.map(({ kind, title, description }) => {
        const wrong = whyNot(kind);
        return {
          label: title,
          description: kind,
          detail: wrong === null ? description : `$(warning) ${wrong}`,
          choice: kind,
        };
      }),
      active: answers.kind === "" && fit !== undefined ? fit.kind : answers.kind,
      whyNot,
      answer: (kind) => {
        answers.kind = kind;
      },
    });
}

function whichValue(answers: ClampAnswers, option: ClampOption): Question {
  const { key, title, description, choices } = option;
  const present = answers.options.get(key) ?? valueText(option.default);
  const answer = (text: string) => {
    answers.options.set(key, text);
  };
  if (choices !== null) {
    return (place) =>
      askChoice<string>(place, {
        placeholder: `${title}: ${description}`,
        choices: choices.map((choice) => ({
          label: choice,
          ...(choice === valueText(option.default) ? { description: "default" } : {}),
          choice,
        })),
        active: present,
        answer,
      });
  }
  return (place) =>
    askText(place, {
      prompt: `${title}: ${description}`,
      value: present,
      check: (text) => option.check(text),
      answer,
    });
}

function whichFrom(answers: ClampAnswers, { limits, isLive }: ClampQuestion): Question {
  const start = isLive ? `from now on (${formatSequences(limits.now)})` : "from the start";
  return (place) =>
    askText(place, {
      prompt: `From how many sequences on does it hold? Empty: ${start}.`,
      value: answers.from,
      placeholder: "200k",
      check: (text) => checkFrom(text, limits),
      answer: (text) => {
        answers.from = text;
      },
    });
}

function whichUntil(answers: ClampAnswers, question: ClampQuestion): Question {
  const { limits } = question;
  const conflict = (until: string) =>
    clampConflict(clampOf({ ...answers, until }, optionsOf(answers)), question);
  return (place) =>
    askText(place, {
      prompt: "Until how many sequences does it hold? Empty: to the end.",
      value: answers.until,
      placeholder: "400k",
      check: (text) => checkUntil(text, answers.from, limits) ?? conflict(text),
      answer: (text) => {
        answers.until = text;
      },
    });
}
