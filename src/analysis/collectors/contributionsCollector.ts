import type { Batch } from "../../data/batch.ts";
import type { Graph } from "../../graph/graph.ts";
import type { Outputs } from "../../graph/rewrite.ts";
import type { Columns } from "../../graph/shape.ts";
import { columnCount, sequenceRows } from "../../graph/shape.ts";
import type { RowsValue } from "../../graph/value.ts";
import { LogitContributions } from "../../measures/logitContributions.ts";
import type { LogitContribution } from "../../measures/measureValues.ts";
import type { ModelShape } from "../../model/modelShape.ts";
import { headColumns, queryPosition, residualColumns } from "../../model/modelShape.ts";
import type { Transformer } from "../../model/transformer.ts";
import type { Collector } from "../collector.ts";
import type { DirectPath } from "../directPath.ts";
import { directPath } from "../directPath.ts";

/**
 * Collects what each head writes to the logits at the query directly: z·W_O through the final norm, whose scale is held
 * at what it is, and through the unembedding. A head whose output is clamped away from there writes nothing.
 */
export class ContributionsCollector implements Collector {
  readonly #shape: ModelShape;
  readonly #contributions: LogitContributions;
  /** Of one sequence, all heads and then the logits themselves. float64 [layers · heads + 1, labels] */
  readonly #written: Float64Array;
  #path: DirectPath | null = null;
  /** By layer: what each of z's columns becomes in the logits. float64 [width, labels] */
  #maps: ReadonlyMap<number, Float64Array> | null = null;

  constructor(shape: ModelShape) {
    const writers = shape.layers * shape.heads + 1;
    this.#shape = shape;
    this.#contributions = new LogitContributions(writers, shape.labels);
    this.#written = new Float64Array(writers * shape.labels);
  }

  /** A head's mean over all sequences so far. */
  of(layer: number, head: number): LogitContribution {
    return this.#contributions.of(layer * this.#shape.heads + head);
  }

  /** Of the logits themselves: heads and everything else. */
  get logits(): LogitContribution {
    return this.#contributions.of(this.#shape.layers * this.#shape.heads);
  }

  outputs(graph: Graph, model: Transformer): Outputs {
    const shape = this.#shape;
    const path = directPath(graph, model, shape);
    const { logits } = model;
    this.#path = path;
    if (path === null || path.layers.size === 0) return { logits };
    const atQuery = (value: RowsValue) =>
      graph.rows({ kind: "take", positions: [queryPosition(shape)] }, value);
    const ofLayers = [...path.layers].flatMap(([layer, matrix]) => [
      [`z ${layer}`, atQuery(model.sites.get(`blocks.${layer}.attn.hook_z`)!)] as const,
      [`write ${layer}`, graph.rows({ kind: "linear" }, units(graph, headColumns(shape)), matrix)] as const,
    ]);
    return {
      logits,
      stream: atQuery(path.stream),
      read: path.toLogits(units(graph, residualColumns(shape), 1)),
      ...Object.fromEntries(ofLayers),
    };
  }

  add(batch: Batch, count: number, read: (output: string) => Float32Array): void {
    const { labels, width, heads } = this.#shape;
    const written = this.#written;
    const logits = read("logits");
    const maps = (this.#maps ??= this.#readMaps(read));
    const zs = [...maps.keys()].map((layer) => [layer, read(`z ${layer}`)] as const);
    const stream = maps.size === 0 ? null : read("stream");
    const size = width / heads;
    for (let sequence = 0; sequence < count; sequence++) {
      written.fill(0);
      const scale =
        stream === null ? 1 : this.#scaleOf(stream.subarray(sequence * width, (sequence + 1) * width));
      for (const [layer, z] of zs) {
        const map = maps.get(layer)!;
        for (let column = 0; column < width; column++) {
          const number = z[sequence * width + column]! / scale;
          const to = (layer * heads + Math.floor(column / size)) * labels;
          for (let label = 0; label < labels; label++)
            written[to + label]! += number * map[column * labels + label]!;
        }
      }
      const whole = written.length - labels;
      for (let label = 0; label < labels; label++)
        written[whole + label] = logits[sequence * labels + label]!;
      this.#contributions.add(batch, sequence, written);
    }
  }

  /** W_O times what the final norm at scale 1 and the unembedding make of each column of the residual stream. */
  #readMaps(read: (output: string) => Float32Array): Map<number, Float64Array> {
    const { width, labels } = this.#shape;
    const layers = [...(this.#path?.layers.keys() ?? [])];
    if (layers.length === 0) return new Map();
    const ofUnits = read("read");
    const unit = new Float32Array(width);
    unit[0] = 1;
    const scale = this.#scaleOf(unit);
    // The last row is what comes of no stream at all: biases.
    const readOff = (column: number, label: number) =>
      scale * (ofUnits[column * labels + label]! - ofUnits[width * labels + label]!);
    const unembed = Float64Array.from({ length: width * labels }, (_, place) =>
      readOff(Math.floor(place / labels), place % labels),
    );
    return new Map(layers.map((layer) => [layer, product(read(`write ${layer}`), unembed, labels)]));
  }

  /** The number by which the final norm divides a stream; 1 without one. */
  #scaleOf(stream: Float32Array): number {
    const epsilon = this.#path?.epsilon ?? null;
    if (epsilon === null) return 1;
    let [sum, squares] = [0, 0];
    for (const number of stream) sum += number;
    const mean = sum / stream.length;
    for (const number of stream) squares += (number - mean) ** 2;
    return Math.sqrt(squares / stream.length + epsilon);
  }
}

/** A row for each column, 1 in this one and 0 in the others; then some rows of zeros. */
function units(graph: Graph, columns: Columns, zeros = 0): RowsValue {
  const width = columnCount(columns);
  const rows = width + zeros;
  const data = new Float32Array(rows * width);
  for (let column = 0; column < width; column++) data[column * width + column] = 1;
  return graph.constant({ perPosition: true, data }, sequenceRows(1, rows), columns);
}

/** a·b. `a`: float32 [rows, inner]; `b`: float64 [inner, columns]; the result is float64 [rows, columns]. */
function product(a: Float32Array, b: Float64Array, columns: number): Float64Array {
  const inner = b.length / columns;
  const result = new Float64Array((a.length / inner) * columns);
  for (let place = 0; place < a.length; place++) {
    const to = Math.floor(place / inner) * columns;
    const from = (place % inner) * columns;
    for (let column = 0; column < columns; column++) result[to + column]! += a[place]! * b[from + column]!;
  }
  return result;
}
