import type { Batch } from "../data/batch.ts";
import type { Graph } from "../graph/graph.ts";
import type { Columns, Rows } from "../graph/shape.ts";
import type { IndexValue, RowsValue } from "../graph/value.ts";
import type { ModelShape } from "./modelShape.ts";
import { contextLength, queryPosition } from "./modelShape.ts";

/** The name of the table of all exemplars' features: a runtime is given it once. */
export const exemplarTable = "exemplars";

/** What a program reads of a batch. */
export interface SequenceInputs {
  /** Rows of the vocabulary [labels, then exemplars]: int32 [sequences, context length]. */
  readonly tokens: IndexValue;
  /** int32 [sequences] */
  readonly targets: IndexValue;
  /** Weights that sum to 1 over the label tokens of the pairs that match the query: [sequences, context length]. */
  readonly match: RowsValue;
  /** The same over the other label tokens. */
  readonly other: RowsValue;
  /** Weights over the label tokens by how like the query their exemplars are: see `Similarities`. */
  similar(temperature: number): RowsValue;
}

const similarName = "similar ";

/** The temperature of an input of weights by similarity; null for the other inputs. */
export function similarityTemperature(input: string): number | null {
  return input.startsWith(similarName) ? Number(input.slice(similarName.length)) : null;
}

/** Declares what a program reads of a batch of so many sequences. */
export function declareInputs(graph: Graph, shape: ModelShape, sequences: number): SequenceInputs {
  const length = contextLength(shape);
  const positions = Array.from({ length }, (_, position) => position);
  const all: Rows = { kind: "sequence", sequences, length, positions };
  const query: Rows = { ...all, positions: [queryPosition(shape)] };
  const keys: Columns = { kind: "features", size: length };
  return {
    tokens: graph.indexInput("tokens", all, shape.labels + (shape.distinctExemplars ?? shape.exemplarRows)),
    targets: graph.indexInput("targets", query),
    match: graph.input("match", query, keys),
    other: graph.input("other", query, keys),
    similar: (temperature) => graph.input(`${similarName}${temperature}`, query, keys),
  };
}

/** A place to write a batch as program inputs to, again and again. */
export class EncodedBatch {
  readonly tokens: Int32Array;
  readonly targets: Int32Array;
  readonly match: Float32Array;
  readonly other: Float32Array;
  /** Room for weights by similarity. */
  readonly similar: Float32Array;
  readonly #labels: number;
  readonly #pairs: number;

  constructor(shape: Pick<ModelShape, "labels" | "pairs">, sequences: number) {
    const length = contextLength(shape);
    this.tokens = new Int32Array(sequences * length);
    this.targets = new Int32Array(sequences);
    this.match = new Float32Array(sequences * length);
    this.other = new Float32Array(sequences * length);
    this.similar = new Float32Array(sequences * length);
    this.#labels = shape.labels;
    this.#pairs = shape.pairs;
  }

  /** Writes tokens and targets of a batch (of at most as many sequences as there is room for). */
  encode(batch: Batch): void {
    const columns = this.#pairs + 1;
    let token = 0;
    for (let sequence = 0; sequence < batch.size; sequence++) {
      const first = sequence * columns;
      for (let pair = 0; pair < this.#pairs; pair++) {
        this.tokens[token++] = this.#labels + batch.exemplars[first + pair]!;
        this.tokens[token++] = batch.labels[first + pair]!;
      }
      this.tokens[token++] = this.#labels + batch.exemplars[first + this.#pairs]!;
      this.targets[sequence] = batch.labels[first + this.#pairs]!;
    }
  }

  /**
   * Writes which label tokens belong to the query's class. A class has one label in a sequence and the label one
   * class, so a pair matches exactly if its label is the target.
   */
  encodeMatches(batch: Batch): void {
    const columns = this.#pairs + 1;
    const length = 2 * this.#pairs + 1;
    this.match.fill(0);
    this.other.fill(0);
    for (let sequence = 0; sequence < batch.size; sequence++) {
      const target = batch.labels[sequence * columns + this.#pairs]!;
      let matches = 0;
      for (let pair = 0; pair < this.#pairs; pair++) {
        if (batch.labels[sequence * columns + pair] === target) matches++;
      }
      for (let pair = 0; pair < this.#pairs; pair++) {
        const at = sequence * length + 2 * pair + 1;
        if (batch.labels[sequence * columns + pair] === target) this.match[at] = 1 / matches;
        else this.other[at] = 1 / (this.#pairs - matches);
      }
    }
  }
}
