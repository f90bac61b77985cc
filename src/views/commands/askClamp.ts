import { clampKinds, type ClampOption } from "../../clamps/clampOptions.ts";
import type { RunEntry } from "../../execution/runEntry.ts";
import type { ClampInput } from "../../experiment/editClamps.ts";
import type { AnyClamp } from "../../runs/comparison/describeClamp.ts";
import { formatSequences } from "../../runs/comparison/formatNumbers.ts";
import { UserError } from "../../userError.ts";
import { askChoice } from "./askChoice.ts";
import { checkpointQuestions } from "./askCheckpoint.ts";
import { whichHead, whichHeads } from "./askClampHeads.ts";
import { whichValue } from "./askClampValue.ts";
import { conditionQuestions } from "./askCondition.ts";
import { askInTurn, type Question } from "./askInTurn.ts";
import { askText } from "./askText.ts";
import { answersOf, clampOf, clampSoFar, headsOfModel, kindOf, type ClampAnswers } from "./clampAnswers.ts";
import { clampConflict, conflictInAnyWindow, type ClampSurroundings } from "./clampConflict.ts";
import { checkFrom, checkUntil, type WindowLimits } from "./checkWindow.ts";
import { conditionAnswersOf } from "./conditionAnswers.ts";

/** What a clamp is asked for. */
export interface ClampQuestion extends ClampSurroundings {
  readonly title: string;
  /** The run or experiment file that it is for, for the title. */
  readonly where: string;
  /** Heads that are chosen already; where there are none, or a clamp is edited, they are asked for. */
  readonly heads: readonly string[];
  /** Whether to ask for heads all the same, beginning with these. */
  readonly asksHeads?: boolean;
  /** Whether the kind comes first, because it says whether there are heads. So it does where no heads are chosen. */
  readonly asksKindFirst?: boolean;
  /** The clamp to edit, null for a new one. */
  readonly clamp: AnyClamp | null;
  /** What its window is checked against; null where it has neither window nor condition. */
  readonly limits: WindowLimits | null;
  /** Whether it is for a run that is training: without `from`, it then holds from now on. */
  readonly isLive: boolean;
  /** Runs whose checkpoints can be grafted. */
  readonly runs: readonly RunEntry[];
  /** The base of relative paths in the experiment. */
  readonly folder: string;
}

/**
 * Asks for a clamp: heads, kind, the options of that kind, window, condition. Null where the user breaks off.
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
  const isKindFirst = clamp !== null || chosen.length === 0 || question.asksKindFirst === true;
  const asked = { ...question, known, asksHeads, isKindFirst };
  const checkpoints = checkpointQuestions(answers, question);
  const questions = () => [
    ...(asksHeads && !isKindFirst ? [whichHeads(answers, question, known)] : []),
    whichKind(answers, question),
    ...questionsOfKind(answers, asked, checkpoints),
    ...(question.limits === null ? [] : questionsOfTime(answers, question, question.limits)),
  ];
  const named = asksHeads
    ? title
    : `Clamp ${chosen.length > 8 ? `${chosen.length} heads` : chosen.join(", ")}`;
  return (await askInTurn(`${named} in ${where}`, questions)) ? clampOf(answers) : null;
}

function whichKind(answers: ClampAnswers, question: ClampQuestion): Question {
  const whyNot = (kind: string) => conflictOfKind(kind, answers, question);
  const fit = clampKinds.find(({ kind }) => whyNot(kind) === null);
  return (place) =>
    askChoice<string>(place, {
      placeholder: answers.heads.length > 0 ? "What to hold them to, or what else to clamp" : "What to clamp",
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

/** As far as it can be told before anything else is known of the clamp. */
function conflictOfKind(kind: string, answers: ClampAnswers, question: ClampQuestion): string | null {
  const [head = ""] = answers.heads;
  const options = new Map([["head", head], ...answers.options]);
  const clamp = clampSoFar({
    ...answers,
    kind,
    options,
    from: "",
    until: "",
    when: conditionAnswersOf(null),
  });
  const { limits } = question;
  return limits === null ? clampConflict(clamp, question) : conflictInAnyWindow(clamp, question, limits);
}

interface AskedClamp extends ClampQuestion {
  /** All heads of the model. */
  readonly known: readonly string[];
  readonly isKindFirst: boolean;
}

function questionsOfKind(
  answers: ClampAnswers,
  question: AskedClamp & { readonly asksHeads: boolean },
  checkpoints: () => readonly Question[],
): Question[] {
  const { known, asksHeads, isKindFirst } = question;
  const info = kindOf(answers.kind);
  if (info === undefined) return [];
  const heads = asksHeads && isKindFirst && info.takesHeads ? [whichHeads(answers, question, known)] : [];
  const values = info.options.flatMap((option): readonly Question[] => {
    switch (option.key) {
      case "head":
        return whichOneHead(answers, question);
      case "checkpoint":
        return checkpoints();
      default:
        return [whichValue(answers, option, question), ...optionalHeads(answers, option, question)];
    }
  });
  return [...heads, ...values];
}

/** Of a single head that was chosen there is nothing to ask. */
function whichOneHead(answers: ClampAnswers, { known, clamp }: AskedClamp): readonly Question[] {
  const [only, another] = answers.heads;
  if (clamp !== null || only === undefined || another !== undefined) return [whichHead(answers, known)];
  answers.options.set("head", only);
  return [];
}

/** The heads of a site, after the site. */
function optionalHeads(answers: ClampAnswers, { key }: ClampOption, question: AskedClamp): Question[] {
  if (key !== "site" || kindOf(answers.kind)?.mayTakeHeads !== true) return [];
  const site = answers.options.get("site") ?? "";
  const layer = /^blocks\.(\d+)\.attn\./.exec(site)?.[1];
  const ofSite = question.known.filter((head) => layer !== undefined && head.startsWith(`L${layer}H`));
  answers.heads = answers.heads.filter((head) => ofSite.includes(head));
  return ofSite.length === 0 ? [] : [whichHeads(answers, question, ofSite, true)];
}

function questionsOfTime(answers: ClampAnswers, question: ClampQuestion, limits: WindowLimits): Question[] {
  return [
    whichFrom(answers, limits, question.isLive),
    whichUntil(answers, question, limits),
    ...conditionQuestions(answers, question),
  ];
}

function whichFrom(answers: ClampAnswers, limits: WindowLimits, isLive: boolean): Question {
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

function whichUntil(answers: ClampAnswers, question: ClampQuestion, limits: WindowLimits): Question {
  // Its condition is asked for after this.
  const when = conditionAnswersOf(null);
  const conflict = (until: string) => clampConflict(clampSoFar({ ...answers, when, until }), question);
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
