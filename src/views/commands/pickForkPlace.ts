import * as vscode from "vscode";
import { checkForkPlace, forkPlaceWords, parseForkPlace, type ForkPlaces } from "./forkPlaces.ts";
import type { Outcome, QuestionPlace } from "./askInTurn.ts";
import { placeInput } from "./placeInput.ts";

interface PlaceItem extends vscode.QuickPickItem {
  readonly sequences: number;
}

/** What is asked. `near`: what the run was like at a number of sequences, in a few words. */
export interface ForkPlaceQuestion {
  readonly title: string;
  readonly places: ForkPlaces;
  readonly near: (sequences: number) => string;
}

/** The same as one question among others, with its own words and what is done with the answer. */
export interface RunPlaceQuestion extends Pick<ForkPlaceQuestion, "places" | "near"> {
  readonly placeholder: string;
  readonly answer: (sequences: number) => void;
}

/** Lets the user choose one of a run's checkpoints, the newest first, or type any number. Null where he breaks off. */
export async function pickForkPlace(question: ForkPlaceQuestion): Promise<number | null> {
  let picked: number | null = null;
  const placeholder =
    "Choose a checkpoint to go on from, or type any number of sequences, such as 123456 or 200k";
  const place = { title: question.title, step: 1, steps: 1, canGoBack: false };
  await askRunPlace(place, {
    ...{ ...question, placeholder },
    answer: (sequences) => {
      picked = sequences;
    },
  });
  return picked;
}

/** The same as one question among others. */
export function askRunPlace(
  at: QuestionPlace,
  { places, near, placeholder, answer }: RunPlaceQuestion,
): Promise<Outcome> {
  const item = (sequences: number, more: Partial<PlaceItem> = {}): PlaceItem => ({
    label: count(sequences),
    description: near(sequences),
    sequences,
    ...more,
  });
  const saved = places.checkpoints.toReversed().map((sequences) => item(sequences));
  const pick = vscode.window.createQuickPick<PlaceItem>();
  pick.placeholder = placeholder;
  pick.matchOnDescription = true;
  const show = () => {
    const typed = parseForkPlace(pick.value, places);
    // A filter would hide it: what was typed may be another spelling.
    const own =
      typed === null ? [] : [item(typed, { detail: forkPlaceWords(typed, places), alwaysShow: true })];
    pick.items = [...own, ...saved.filter(({ sequences }) => sequences !== typed)];
  };
  show();
  return placeInput(pick, at, (finish) => [
    pick.onDidChangeValue(show),
    pick.onDidAccept(() => {
      const [chosen] = pick.selectedItems;
      if (chosen === undefined) return;
      answer(chosen.sequences);
      finish("answered");
    }),
  ]);
}

/** Lets the user type a place. Null where he breaks off. */
export async function typeForkPlace({ title, places }: ForkPlaceQuestion): Promise<number | null> {
  const seen = places.seen.toLocaleString("en-US");
  const text = await vscode.window.showInputBox({
    title,
    prompt: `Sequences after which the fork begins, 0 to ${seen}. The run is rebuilt there, with the same bits.`,
    placeHolder: "such as 123456, 200k or 1.5M",
    ignoreFocusOut: true,
    validateInput: (typed) => (typed === "" ? null : checkForkPlace(typed, places)),
  });
  return text === undefined ? null : parseForkPlace(text, places);
}

function count(sequences: number): string {
  return `${sequences.toLocaleString("en-US")} sequences`;
}
