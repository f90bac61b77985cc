import type { Complement } from "./complementTo.ts";
import type { LabelMistakes } from "./mistakesByLabel.ts";
import type { SetMetrics } from "./setMetrics.ts";

// What measures of checkpoints give, as plain JSON: what is not a number is null.

/** Which sequences a measure was taken on: all that training can see, or one of the evaluation sets. */
export type SequenceSetName = "all" | "train" | "relabel" | "exemplar" | "class";

/** The sequences that a measure was taken on. */
export interface MeasuredOn {
  readonly set: SequenceSetName;
  readonly count: number;
  /** Whether these are all training sequences, each once. False also where `all` had to be sampled. */
  readonly exact: boolean;
}

/** The metrics of a set of sequences. */
export type PlainMetrics = Readonly<Record<keyof SetMetrics, number | null>>;

/** Loss (nats) and accuracy (0 … 1) over some sequences. */
export interface LossAndAccuracy {
  readonly loss: number;
  readonly accuracy: number;
}

/** By head, such as `L1H3`. */
export type ByHead<T> = Readonly<Record<string, T>>;

/** `metrics`: as a line of metrics.jsonl. */
export interface MetricsValue {
  /** `all` only where it was asked for. */
  readonly sets: Readonly<Partial<Record<SequenceSetName, PlainMetrics | undefined>>>;
  /** Scores on the set `train`, or on the only set that was asked for. */
  readonly heads: ByHead<{
    readonly previousToken?: number | null | undefined;
    readonly induction?: number | null | undefined;
  }>;
}

/** `induction`: strengths in −1 … 1. */
export interface InductionValue {
  readonly on: MeasuredOn;
  readonly heads: ByHead<number>;
  /** The head of the last layer with the highest strength, of those that are not ablated. */
  readonly strongest: string;
}

/** `previous-token`: scores in 0 … 1. */
export interface PreviousTokenValue {
  readonly on: MeasuredOn;
  readonly heads: ByHead<number>;
  /** The head with the highest score, of those that are not ablated. */
  readonly strongest: string;
}

/** `ablations` (fig. 4a, 13): each head of a layer taken away alone, and left alone. */
export interface AblationsValue {
  readonly on: MeasuredOn;
  readonly layer: number;
  /** Nothing ablated but what the run itself ablates. */
  readonly none: LossAndAccuracy;
  readonly heads: readonly {
    readonly head: string;
    /** Induction strength with nothing ablated; null in the first layer. */
    readonly strength: number | null;
    /** Only this head ablated. */
    readonly without: LossAndAccuracy;
    /** All other heads of the layer ablated. */
    readonly alone: LossAndAccuracy;
  }[];
}

/** `progress` (fig. 10, 12): metrics under lists of clamps, each by a name. */
export interface ProgressValue {
  readonly on: MeasuredOn;
  readonly none: PlainMetrics;
  /** The heads that the usual clamps were set on. */
  readonly previousTokenHead: string;
  readonly inductionHead: string;
  readonly measures: readonly {
    readonly name: string;
    readonly clamps: readonly { readonly kind: string }[];
    readonly metrics: PlainMetrics;
  }[];
  /** Usual clamps that this run cannot have, and why. */
  readonly leftOut: readonly { readonly name: string; readonly reason: string }[];
}

/** Accuracies and losses by head of the later layer, then by head of the earlier one: [to][from]. */
export interface WiringMatrix {
  readonly accuracy: readonly (readonly number[])[];
  readonly loss: readonly (readonly number[])[];
}

/** Once with the attention patterns held as they are without the ablations, once with the values held. */
export interface WiringPair {
  readonly patternsPreserved: WiringMatrix;
  readonly valuesPreserved: WiringMatrix;
}

/** `wiring` (fig. 11): how much each head of a layer needs each head of an earlier one. */
export interface WiringValue {
  readonly on: MeasuredOn;
  /** The earlier and the later layer. */
  readonly from: number;
  readonly to: number;
  /** By head of the later layer: only it left active there, nothing ablated in the earlier layer. */
  readonly alone: { readonly accuracy: readonly number[]; readonly loss: readonly number[] };
  /** Besides, one head of the earlier layer ablated. */
  readonly without: WiringPair;
  /** Besides, all heads of the earlier layer ablated but one. */
  readonly only: WiringPair;
}

/** `composition` (fig. 11): scores by head of the later layer, then by head of the earlier one: [to][from]. */
export interface CompositionValue {
  readonly from: number;
  readonly to: number;
  readonly q: readonly (readonly number[])[];
  readonly k: readonly (readonly number[])[];
  readonly v: readonly (readonly number[])[];
}

/** Some heads of a layer active, the others ablated. */
export type ActiveHeads = LossAndAccuracy & { readonly heads: readonly string[] };

/** `add-back` (fig. 14): heads of a layer added back one at a time, strongest first. */
export interface AddBackValue {
  readonly on: MeasuredOn;
  readonly layer: number;
  readonly none: LossAndAccuracy;
  /** All heads of the layer, strongest first. */
  readonly order: readonly { readonly head: string; readonly strength: number }[];
  /** The first 1, 2, … of them active. */
  readonly withStrongest: readonly ActiveHeads[];
  /** The same, the strongest never among them. */
  readonly withoutStrongest: readonly ActiveHeads[];
}

/** `mistakes` (fig. 16, table 3): each head of a layer alone, as it matches, and with a perfect match. */
export interface MistakesValue {
  readonly on: MeasuredOn;
  readonly layer: number;
  readonly none: LossAndAccuracy;
  readonly heads: readonly {
    readonly head: string;
    readonly strength: number;
    /** Alone, with its own pattern. */
    readonly computed: LossAndAccuracy;
    /** Alone, its query attending to the matching labels only. */
    readonly perfect: LossAndAccuracy & {
      readonly mistakes: number;
      readonly byLabel: readonly LabelMistakes[];
    };
  }[];
}

/** `complement` (tables 2, 3): what each head alone gets right of the strongest head's mistakes. */
export interface ComplementValue {
  readonly on: MeasuredOn;
  readonly layer: number;
  readonly strongest: string;
  /** Whether each head's match was made perfect. */
  readonly perfectMatch: boolean;
  /** Of the strongest head alone. */
  readonly mistakes: number;
  /** Each head alone, held against the strongest alone. */
  readonly heads: readonly (Complement & { readonly head: string })[];
}

/** `direct-output` (fig. 12): a layer's heads write nothing, but later layers attend and read as if they did. */
export interface DirectOutputValue {
  readonly on: MeasuredOn;
  readonly none: LossAndAccuracy;
  readonly layers: readonly (LossAndAccuracy & {
    readonly layer: number;
    /** Loss minus that with nothing removed. */
    readonly increase: number;
  })[];
}

/** `phase-change`: where the train loss first was below a threshold. */
export interface PhaseChangeValue {
  /** Sequences; null if it never was. */
  readonly phaseChange: number | null;
  /** Nats. */
  readonly threshold: number;
}

/** What stands at a position of a context. */
export interface AttentionToken {
  readonly role: "exemplar" | "label" | "query";
  /** Of the context's pairs, from 0; null for the query. */
  readonly pair: number | null;
  /** Of one sequence: the class of the exemplar or the label, as a number; null for a mean. */
  readonly is: number | null;
}

/** Contributions to logits at the query. */
export interface LogitContribution {
  /** To the logit of the right label, less its mean over all labels. */
  readonly target: number;
  /** To the logit of the right label, less the mean of the context's other labels; null where it has no others. */
  readonly inContext: number | null;
}

/** What a head attends to, and what it writes to the logits. */
export interface HeadAttention {
  /** Attention by query position, then key position: [T][T]. */
  readonly pattern: readonly (readonly number[])[];
  /** Induction strength on these sequences; null in the first layer. */
  readonly induction: number | null;
  /** Previous-token score on these sequences. */
  readonly previousToken: number | null;
  /** Through the final layer norm with its scale as it is, not through later layers. */
  readonly direct: LogitContribution;
}

/** `attention`: patterns of all heads, for one sequence or as the mean over a set. */
export interface AttentionValue {
  readonly on: MeasuredOn;
  /** The number of the sequence in its set, from 0; null: the mean over the set. */
  readonly sequence: number | null;
  /** One for each of the T positions. */
  readonly tokens: readonly AttentionToken[];
  /** Of one sequence: the right label and the one with the highest logit; null for a mean. */
  readonly labels: { readonly target: number; readonly answer: number } | null;
  readonly metrics: LossAndAccuracy;
  readonly heads: ByHead<HeadAttention>;
  /** What embedding, MLPs and biases write, so that all contributions sum up to `logits`. */
  readonly rest: LogitContribution;
  readonly logits: LogitContribution;
}

/** How far weights are from others: the Frobenius norm of the difference over that of the others. */
export interface WeightDistances {
  readonly W_Q: number;
  readonly W_K: number;
  readonly W_V: number;
  readonly W_O: number;
  /** Of the four as one vector. */
  readonly all: number;
}

/** `weights`: relative distances of the parameters from those of another run, or from this run's first ones. */
export interface WeightsValue {
  /** Null: this run's own initial parameters. */
  readonly reference: { readonly run: string; readonly sequences: number } | null;
  /** By parameter, such as `blocks.0.attn.W_Q`; null where the other is all zeros and this is not. */
  readonly parameters: Readonly<Record<string, number | null>>;
  readonly heads: ByHead<WeightDistances>;
  /** Of all parameters as one vector. */
  readonly all: number;
}

/** What each measure gives. */
export interface MeasureValues {
  readonly metrics: MetricsValue;
  readonly induction: InductionValue;
  readonly "previous-token": PreviousTokenValue;
  readonly ablations: AblationsValue;
  readonly progress: ProgressValue;
  readonly wiring: WiringValue;
  readonly composition: CompositionValue;
  readonly "add-back": AddBackValue;
  readonly mistakes: MistakesValue;
  readonly complement: ComplementValue;
  readonly "direct-output": DirectOutputValue;
  readonly attention: AttentionValue;
  readonly weights: WeightsValue;
  readonly "phase-change": PhaseChangeValue;
}

/** A measure's name, as it is typed. */
export type MeasureName = keyof MeasureValues;
