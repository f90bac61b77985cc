import { formatCount, formatValue } from "../../src/runs/comparison/formatNumbers.ts";
import { element, setText } from "../shared/dom.ts";
import { HeatMap } from "../shared/heatMap.ts";
import { ownClampsAt } from "../shared/ownClampsAt.ts";
import { headScores, type HeadScores } from "./headScores.ts";
import { patternPlot } from "./patternPlot.ts";
import { headLabel } from "./wirePlots.ts";
import type { WiringView } from "./wiringView.ts";

interface HeadCard {
  readonly element: HTMLElement;
  readonly name: HTMLElement;
  readonly scores: HTMLElement;
  readonly map: HeatMap;
  /** The plot that it has, as text. */
  shown: string;
}

/** The two heads of the chosen wire: how strong they are, and what they attend to. */
export class WirePatterns {
  readonly element: HTMLElement;
  readonly #note = element("p", { class: "wiring-note" });
  readonly #cards = { from: headCard("earlier head"), to: headCard("later head") };

  constructor() {
    this.element = element(
      "div",
      {},
      element("div", { class: "wiring-patterns" }, this.#cards.from.element, this.#cards.to.element),
      this.#note,
    );
  }

  /** @param problem why there are no patterns; null: they are there, or on their way */
  update({ run, settings, measured, wire }: WiringView, problem: string | null): void {
    if (wire === null) return;
    // Where it could not be measured, what is there is of another place.
    const attention = problem === null ? measured.attention : null;
    const { ablated } = ownClampsAt(run, attention?.sequences ?? settings.place);
    const isCausal = run.record.experiment.model.causal;
    const [from, to] = settings.layers;
    for (const [card, head] of [
      [this.#cards.from, `L${from}H${wire.from}`],
      [this.#cards.to, `L${to}H${wire.to}`],
    ] as const) {
      setText(card.name, headLabel(head, ablated));
      const evaluated = headScores(run.curves, head, settings.place);
      setText(card.scores, scoreWords(attention?.value.heads[head] ?? evaluated));
      const plot = attention === null ? null : patternPlot(attention.value, head, isCausal);
      card.map.element.hidden = plot === null;
      if (plot === null) continue;
      const signature = JSON.stringify(plot);
      if (signature === card.shown) continue;
      card.shown = signature;
      card.map.setLabel(plot.title);
      card.map.update(plot);
    }
    setText(this.#note, noteWords(attention, problem));
  }
}

function headCard(label: string): HeadCard {
  const name = element("h3");
  const scores = element("p", { class: "wiring-note" });
  const map = new HeatMap({ look: "full", label: `Mean attention of the ${label}` });
  return {
    element: element("div", { class: "wiring-head" }, name, scores, map.element),
    name,
    scores,
    map,
    shown: "",
  };
}

function noteWords(attention: WiringView["measured"]["attention"], problem: string | null): string {
  if (problem !== null) return `Their patterns could not be measured: ${problem}`;
  if (attention === null) return "Measuring what they attend to…";
  const { sequences, value } = attention;
  return (
    `Mean attention over ${formatCount(value.on.count)} sequences of the set ${value.on.set}, at ` +
    `${formatCount(sequences)} sequences of training, with nothing ablated but what the run itself ablates.`
  );
}

function scoreWords({ induction, previousToken }: HeadScores): string {
  const words = [
    ...(induction === null ? [] : [`induction strength ${formatValue(induction)}`]),
    ...(previousToken === null ? [] : [`previous-token score ${formatValue(previousToken)}`]),
  ];
  return words.length === 0 ? "not measured" : words.join(", ");
}
