import type { MeasuredOn } from "../../src/measures/measureValues.ts";
import { describeMeasuredOn } from "../../src/runs/comparison/describeMeasuredOn.ts";
import { formatValue } from "../../src/runs/comparison/formatNumbers.ts";
import { beforeForkWords, type OwnClampsAt } from "../shared/ownClampsAt.ts";
import { rankInRow } from "./rankInRow.ts";
import type { WiringMeasured } from "./wiringMeasured.ts";
import type { Wire } from "./wiringUi.ts";

/** From how much accuracy on a change is called large; below a tenth of it, none. */
const large = 0.1;
const none = 0.01;

/** What is to be known of the run to say what numbers mean. */
export interface WireContext {
  /** Where the wiring was measured. */
  readonly own: Omit<OwnClampsAt, "heads">;
  /** The accuracy of guessing among the context's labels, 0 … 1. */
  readonly guess: number;
  /** Of the model. */
  readonly layers: number;
}

/** What the numbers of a wire say, in plain sentences, with what was held while they were measured. */
export function wireSentences(
  { wiring, composition }: Pick<WiringMeasured, "wiring" | "composition">,
  wire: Wire,
  about: WireContext,
): string[] {
  return [
    ...(wiring === null ? [] : ablationSentences(wiring.value, wire, about)),
    ...(composition === null ? [] : compositionSentences(composition.value, wire)),
  ];
}

function ablationSentences(
  value: NonNullable<WiringMeasured["wiring"]>["value"],
  wire: Wire,
  { own, guess, layers }: WireContext,
): string[] {
  const { on, from, to, without, only } = value;
  const [earlier, later] = [`L${from}H${wire.from}`, `L${to}H${wire.to}`];
  if (own.ablated.has(later))
    return [`The run itself ablates ${later}, which writes nothing: this row says nothing of what it needs.`];
  const alone = value.alone.accuracy[wire.to];
  if (alone === undefined) return [];
  const at = (matrix: typeof without.patternsPreserved): number =>
    matrix.accuracy[wire.to]?.[wire.from] ?? Number.NaN;
  const chance = chanceOf(on, alone);
  const isGuess = alone < guess + 0.05;
  // Where there is nothing to lose, that nothing is lost says nothing.
  const needs = (change: number, what: string): string =>
    isGuess ? "" : ` ${need(change, chance, earlier, later, what)}.`;
  const suffices = (change: number, words: string): string => (isGuess ? "" : enough(change, chance, words));
  const between = to - from > 1 ? ", directly or through the layers between" : "";
  const gone = [...own.ablated].filter((head) => head.startsWith(`L${from}H`)).sort();
  const fed = own.isBeforeFork
    ? `with layer ${from} as it was there`
    : gone.length === 0
      ? `with all of layer ${from}`
      : `with layer ${from} but for ${gone.join(", ")}, which the run itself ablates`;
  const sentences = [
    `${later} alone in layer ${to}, ${fed}, answers ${percent(alone)} right ${describeMeasuredOn(on)}.`,
  ];
  if (isGuess) {
    sentences.push(
      `That is hardly better than a guess among the context's labels (${percent(guess)}): there is little that could be missed.`,
    );
  }
  if (own.ablated.has(earlier)) {
    sentences.push(
      `The run itself ablates ${earlier}: to ablate it once more takes nothing away. With it as the only one, no ` +
        `head of layer ${from} is left.`,
    );
  } else {
    const [values, patterns] = [at(without.valuesPreserved), at(without.patternsPreserved)];
    sentences.push(
      `Without ${earlier}, and all values held as they are without clamps, only attention can change: ` +
        `${percent(values)}, ${points(values - alone)}.${needs(values - alone, `what it attends to${between}`)}`,
      `Without ${earlier}, and all attention patterns held, only what is moved can change: ` +
        `${percent(patterns)}, ${points(patterns - alone)}.${needs(patterns - alone, `what it moves${between}`)}`,
    );
    const [valuesOnly, patternsOnly] = [at(only.valuesPreserved), at(only.patternsPreserved)];
    sentences.push(
      `With ${earlier} as the only head of layer ${from}: ${percent(valuesOnly)} with values held` +
        `${suffices(valuesOnly - alone, "its attention needs no other head there")}, ${percent(patternsOnly)} with ` +
        `patterns held${suffices(patternsOnly - alone, "what it moves needs no other head there")}.`,
    );
  }
  if (to < layers - 1) {
    sentences.push(
      `What is preserved is so in the layers after layer ${to}, too: differences from ${later} alone also hold what that does.`,
    );
  }
  if (own.isBeforeFork) sentences.push(beforeForkWords);
  if (own.all.length > 0) {
    sentences.push(
      `The run's own clamps hold here (${own.all.join("; ")}), but what is preserved comes from a pass without any ` +
        `clamp: differences from ${later} alone also hold what these clamps do.`,
    );
  }
  return sentences;
}

function compositionSentences(
  { now, initial }: NonNullable<WiringMeasured["composition"]>["value"],
  { from, to }: Wire,
): string[] {
  const words = (["k", "q", "v"] as const).flatMap((letter) => {
    const [row, first] = [now[letter][to], initial?.[letter][to]];
    const score = row?.[from];
    if (row === undefined || score === undefined) return [];
    const before = first === undefined ? "" : `, at initialisation number ${rankInRow(first, from)}`;
    const places = `number ${rankInRow(row, from)} of ${row.length}${before}`;
    return [`${letter.toUpperCase()} ${formatValue(score)} (${places})`];
  });
  if (words.length === 0) return [];
  const heads = `L${now.to}H${to} with L${now.from}H${from}`;
  return [
    `Composition of ${heads}: ${words.join("; ")}. It tells how much of a head's output could be read, not whether it is.`,
  ];
}

/** Twice the standard error of an accuracy on a sample; 0 on all training sequences. */
function chanceOf({ count, exact }: MeasuredOn, accuracy: number): number {
  return exact ? 0 : 2 * Math.sqrt((accuracy * (1 - accuracy)) / Math.max(1, count));
}

/** @param chance changes of this size may come from the sample alone */
function need(change: number, chance: number, earlier: string, later: string, what: string): string {
  if (Math.abs(change) >= none && Math.abs(change) < chance) return "On so few sequences that may be chance";
  if (change <= -large) return `${later} needs ${earlier} for ${what}`;
  if (change < -none) return `${later} uses ${earlier} for ${what}, but can do mostly without it`;
  if (change >= none) return `${later} does better without ${earlier} in ${what}`;
  return `${later} does not need ${earlier} for ${what}`;
}

/** @param chance changes of this size may come from the sample alone */
function enough(change: number, chance: number, words: string): string {
  if (Math.abs(change) >= none && Math.abs(change) < chance)
    return " (on so few sequences that may be chance)";
  return change > -none ? ` (${words})` : "";
}

/** 0.973 as `97.3 %`, never on two lines. */
function percent(share: number): string {
  return Number.isFinite(share) ? `${(100 * share).toFixed(1)}\u00a0%` : "–";
}

/** −0.522 as `52.2 points less`. */
function points(change: number): string {
  const size = Math.abs(100 * change).toFixed(1);
  if (size === "0.0") return "the same";
  return `${size} points ${change < 0 ? "less" : "more"}`;
}
