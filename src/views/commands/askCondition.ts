import * as vscode from "vscode";
import { checkedShape } from "../../experiment/checkedShape.ts";
import { metricWords } from "../../runs/comparison/describeWhen.ts";
import { askChoice, type Choice } from "./askChoice.ts";
import type { Question } from "./askInTurn.ts";
import { askText } from "./askText.ts";
import type { ClampAnswers } from "./clampAnswers.ts";
import type { ClampSurroundings } from "./clampConflict.ts";
import {
  checkBound,
  checkCondition,
  checkHold,
  isHeadMeasure,
  measuredHeads,
  measuresOf,
} from "./conditionAnswers.ts";

/** Asks for a clamp's condition: none, or a measure, whose it is, its bounds, and for how long the clamp is held. */
export function conditionQuestions(
  { when: answers, heads }: ClampAnswers,
  { experiment }: ClampSurroundings,
): Question[] {
  const shape = checkedShape(experiment.model, experiment.data);
  const measures = measuresOf(shape);
  const line = (label: string) => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const choiceOf = (measure: string): Choice<string> => ({
    label: `While ${metricWords(measure)} …`,
    description: isHeadMeasure(measure) ? "of a head" : "of an evaluation set",
    choice: measure,
  });
  const whichMeasure: Question = (place) =>
    askChoice<string>(place, {
      placeholder: "Does it hold only while a measure is above or below a number?",
      choices: [
        { label: "No condition", description: "it holds throughout its window", choice: "" },
        line("looked at at each evaluation"),
        ...measures.map(choiceOf),
      ],
      active: answers.measure,
      answer: (measure) => {
        answers.measure = measure;
      },
    });
  const { measure } = answers;
  if (measure === "") return [whichMeasure];
  const words = metricWords(measure);
  const whose: Question = isHeadMeasure(measure)
    ? (place) =>
        askChoice<string>(place, {
          placeholder: `Head whose ${words} it is; it may be another than the clamp's`,
          choices: measuredHeads(measure, shape).map((head) => ({ label: head, choice: head })),
          active: answers.head === "" ? (heads[0] ?? "") : answers.head,
          answer: (head) => {
            answers.head = head;
          },
        })
    : (place) =>
        askChoice<string>(place, {
          placeholder: `Evaluation set whose ${words} it is`,
          choices: shape.sets.map((set) => ({ label: set, choice: set })),
          active: answers.set === "" ? "train" : answers.set,
          answer: (set) => {
            answers.set = set;
          },
        });
  return [
    whichMeasure,
    whose,
    (place) =>
      askText(place, {
        prompt: `It holds while ${words} is above… Empty: no lower bound.`,
        value: answers.above,
        placeholder: "0.5",
        check: checkBound,
        answer: (text) => {
          answers.above = text;
        },
      }),
    (place) =>
      askText(place, {
        prompt: `It holds while ${words} is below… Empty: no upper bound.`,
        value: answers.below,
        placeholder: answers.above.trim() === "" ? "0.5" : "",
        check: (text) => checkBound(text) ?? checkCondition({ ...answers, below: text }, shape),
        answer: (text) => {
          answers.below = text;
        },
      }),
    (place) =>
      askText(place, {
        prompt:
          "Sequences that it is held after an evaluation that meets this. Empty: until one that does not.",
        value: answers.hold,
        placeholder: "20k",
        check: checkHold,
        answer: (text) => {
          answers.hold = text;
        },
      }),
  ];
}
