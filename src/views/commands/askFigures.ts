import * as vscode from "vscode";
import type { FigureInfo } from "../../paper/reproduceMessages.ts";
import { askChoice, askChoices, type Choice } from "./askChoice.ts";
import { askInTurn, type Question } from "./askInTurn.ts";
import { askText } from "./askText.ts";
import { figureName, figureWork, figureWorkText } from "./figureWork.ts";
import { checkSeeds, parseSeeds } from "./seedsText.ts";

/** What is to be reproduced. */
export interface FigureAnswers {
  readonly figures: readonly string[];
  readonly quick: boolean;
  /** Null: those that the paper's statements are about. */
  readonly seeds: readonly number[] | null;
}

const all = "all";

/** Asks which figures, how long their runs are, and which seeds. Null where the user breaks off. */
export async function askFigures(title: string, known: readonly FigureInfo[]): Promise<FigureAnswers | null> {
  const ids = known.map(({ id }) => id);
  let chosen: readonly string[] = [];
  let quick = false;
  let seeds = "";
  const figures = () => (chosen.includes(all) ? ids : chosen);
  const words = (isQuick: boolean) => figureWorkText(figureWork(figures(), isQuick));
  const whichFigures: Question = (place) =>
    askChoices<string>(place, {
      placeholder: "Figures and tables to reproduce (Space ticks, Enter goes on)",
      choices: [
        { label: "All Figures and Tables", description: figureWorkText(figureWork(ids, false)), choice: all },
        { label: "", kind: vscode.QuickPickItemKind.Separator },
        ...known.map(choiceOf),
      ],
      ticked: chosen,
      answer: (choices) => {
        chosen = choices;
      },
    });
  const howLong: Question = (place) =>
    askChoice<boolean>(place, {
      placeholder: "How long? What has been trained before is used again",
      choices: [
        {
          label: "Full Length",
          description: `${words(false)}, for each seed`,
          detail: "The paper's lengths and learning rate.",
          choice: false,
        },
        {
          label: "Quick",
          description: `${words(true)}, for each seed`,
          detail: "A tenth of the sequences at ten times the learning rate: the same effects, other numbers.",
          choice: true,
        },
      ],
      active: quick,
      answer: (choice) => {
        quick = choice;
      },
    });
  const whichSeeds: Question = (place) =>
    askText(place, {
      prompt: `Seeds of the initial parameters, with commas between. Empty: those that the paper speaks of (${usualSeeds(known, figures())}).`,
      value: seeds,
      placeholder: "5",
      check: checkSeeds,
      answer: (text) => {
        seeds = text;
      },
    });
  if (!(await askInTurn(title, () => [whichFigures, howLong, whichSeeds]))) return null;
  return { figures: figures(), quick, seeds: parseSeeds(seeds) };
}

function choiceOf({ id, title }: FigureInfo): Choice<string> {
  const work = figureWork([id], false);
  return { label: figureName(id), description: figureWorkText(work), detail: title, choice: id };
}

/** `5, 6, 7`; of several figures with other seeds `5, 6, 7 or 5`. */
function usualSeeds(known: readonly FigureInfo[], ids: readonly string[]): string {
  const seeds = known
    .filter(({ id }) => ids.includes(id))
    .map((figure) => (figure.seeds ?? [5, 6, 7]).join(", "));
  return [...new Set(seeds)].join(" or ");
}
