import type { MeasureName } from "./measureValues.ts";

/** A measure as users choose it. */
export interface MeasureInfo {
  readonly title: string;
  /** What it measures, in a sentence. */
  readonly description: string;
}

/** All measures by name, in the order in which users choose from them. */
export const measureInfos: Readonly<Record<MeasureName, MeasureInfo>> = {
  metrics: {
    title: "Metrics and Head Scores",
    description: "Loss, accuracy and head scores, as in an evaluation of the run.",
  },
  induction: {
    title: "Induction Strength",
    description:
      "How much more the query attends to the matching labels than to the others, for each head, on all training sequences.",
  },
  "previous-token": {
    title: "Previous-Token Score",
    description: "How much label tokens attend to their exemplar, for each head, on all training sequences.",
  },
  ablations: {
    title: "Ablations",
    description: "Loss and accuracy with each head of a layer ablated, and with all but it ablated.",
  },
  progress: {
    title: "Progress Measures",
    description:
      "Loss and accuracy when parts of the circuit are made perfect or taken away: how far the rest has come.",
  },
  wiring: {
    title: "Wiring Diagram",
    description:
      "Accuracy with one head of a layer active and one head of an earlier layer ablated, or only one left there, once with patterns and once with values held as they were.",
  },
  composition: {
    title: "Composition Scores",
    description:
      "How strongly each head reads what each head of an earlier layer writes, by their weights: Q, K and V.",
  },
  "add-back": {
    title: "Adding Heads Back",
    description:
      "Loss and accuracy with the strongest 1, 2, … heads of a layer active, and without the strongest.",
  },
  mistakes: {
    title: "Mistakes by Label",
    description:
      "What each head of a layer gets wrong alone when its match is made perfect, by label; and its accuracy with its own match.",
  },
  complement: {
    title: "Complementing the Strongest Head",
    description:
      "How much of what the strongest head of a layer gets wrong alone each other head gets right alone.",
  },
  "direct-output": {
    title: "Direct Output of Layers",
    description:
      "Loss with all heads of a layer ablated, while all patterns and values stay as they are without that.",
  },
  attention: {
    title: "Attention Patterns",
    description:
      "What each head attends to, and what it writes to the logits directly: for one sequence, or as the mean over a set.",
  },
  weights: {
    title: "Distance of the Weights",
    description:
      "How far each parameter and each head is from another run's at the same place, or from where this run began: the norm of the difference over that of the other.",
  },
  "phase-change": {
    title: "Phase Change",
    description: "The first evaluation of the run whose train loss is below 0.4 ln 2.",
  },
};
