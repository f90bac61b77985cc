import type { ClampHistory } from "../runs/comparison/clampHistory.ts";
import { clampSentence } from "../runs/comparison/clampSentence.ts";
import { describeClamp, type ModelSize } from "../runs/comparison/describeClamp.ts";
import { clampPlaces } from "./clampPlaces.ts";

/** That a head, or another part of a model, is clamped, or is going to be. */
export interface HeadMark {
  /** `planned`: by an experiment or a run that has not begun. */
  readonly state: "on" | "waiting" | "planned";
  /** Of clamp: `ablate`, `previous-token`. */
  readonly kind: string;
  /** For the end of a line: "clamped: ablate". */
  readonly short: string;
  /** For a tooltip: "ablate: clamped since 212k: …". */
  readonly sentence: string;
}

type AnyClamp = ClampHistory["clamp"];

/**
 * The marks of the heads of a run, by head (`L1H3`), and of its other parts, by id (`blocks.0`). A clamp that is over
 * leaves none; what holds goes before what waits.
 */
export function headMarks(clamps: readonly ClampHistory[], model: ModelSize): ReadonlyMap<string, HeadMark> {
  const marks = new Map<string, HeadMark>();
  for (const history of clamps) {
    const { clamp, state } = history;
    if (state === "off") continue;
    const markOf = (words: string): HeadMark => ({
      state,
      kind: clamp.kind,
      short:
        state === "on" ? `clamped: ${words}` : `${words} ${clampSentence({ ...history, measured: null })}`,
      sentence: `${words}: ${clampSentence(history)}`,
    });
    mark(marks, clamp, model, markOf, (before) => state === "on" || before === undefined);
  }
  return marks;
}

/** The marks of the heads and parts that an experiment is going to clamp. */
export function plannedMarks(clamps: readonly AnyClamp[], model: ModelSize): ReadonlyMap<string, HeadMark> {
  const marks = new Map<string, HeadMark>();
  for (const clamp of clamps) {
    const markOf = (words: string): HeadMark => {
      const short = clamp.kind === "ablate" ? "will be ablated" : `will be clamped: ${words}`;
      return { state: "planned", kind: clamp.kind, short, sentence: short };
    };
    mark(marks, clamp, model, markOf, (before) => before === undefined);
  }
  return marks;
}

/** Marks all that a clamp holds: heads by its kind, other parts by what it does. */
function mark(
  marks: Map<string, HeadMark>,
  clamp: AnyClamp,
  model: ModelSize,
  markOf: (words: string) => HeadMark,
  isNeeded: (before: HeadMark | undefined) => boolean,
): void {
  const { heads, parts } = clampPlaces(clamp, model);
  const plain = { ...clamp, from: undefined, until: undefined, when: undefined };
  const ofHeads = markOf(kindWords(clamp.kind));
  const ofParts = markOf(describeClamp(plain, model));
  for (const head of heads) if (isNeeded(marks.get(head))) marks.set(head, ofHeads);
  for (const part of parts) if (isNeeded(marks.get(part))) marks.set(part, ofParts);
}

function kindWords(kind: string): string {
  return kind.replaceAll("-", " ");
}
