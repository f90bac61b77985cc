import { reachable } from "../../graph/reachable.ts";
import type { Rows } from "../../graph/shape.ts";
import { columnsKey, rowCount } from "../../graph/shape.ts";
import type { MatrixValue, PositionTable, RopeTable, RowsValue, Value } from "../../graph/value.ts";
import { asIndex, asRows } from "../../graph/value.ts";
import { constantPlace, copy, emit } from "./emit.ts";
import type { Fusion } from "./fusion.ts";
import { findFusion } from "./fusion.ts";
import type { Address, Argument, Buffer, Instruction, Kernel } from "./instruction.ts";
import { columnPlaces, mixtureWidth, paddedHeads, storedColumns, width, spacing } from "./layout.ts";
import type { Place } from "./place.ts";
import { viewOf, wholePlace } from "./place.ts";

/** What a program finds outside of itself. All buffers have their address. */
export interface Surroundings {
  /** Memory that lives as long as the program, zeroed. */
  allocate(bytes: number): Buffer;
  writeIntegers(buffer: Buffer, data: ArrayLike<number>): void;
  writeFloats(buffer: Buffer, data: ArrayLike<number>): void;
  /** Where a parameter stands. */
  parameter(name: string): Buffer;
  /** Where a tensor stands that is not trained. */
  fixed(name: string): Buffer;
  /** A table that all programs share, if there is one of that name. */
  table(name: string): Place | null;
}

/** A program as kernel calls, with where its inputs and results stand. */
export interface Lowered {
  readonly instructions: readonly Instruction[];
  /** For each call, the operation it belongs to: what a profile is grouped by. */
  readonly origins: readonly Value[];
  readonly places: ReadonlyMap<Value, Place>;
  readonly indexes: ReadonlyMap<Value, Address>;
  /** Buffers that must keep their contents to the end. */
  readonly pinned: ReadonlySet<Buffer>;
}

/**
 * Turns values into kernel calls. Each value gets a buffer of its own unless it is a view of another, looked up by
 * its users, or written straight into its only user's result. `targets` are values with a given place (gradients).
 */
export class Lowering {
  readonly #surroundings: Surroundings;
  readonly #fusion: Fusion;
  readonly #instructions: Instruction[] = [];
  readonly #origins: Value[] = [];
  readonly #places = new Map<Value, Place>();
  readonly #indexes = new Map<Value, Address>();
  readonly #pinned = new Set<Buffer>();
  readonly #statistics = new Map<Value, Buffer>();
  readonly #transposed = new Map<Value, Buffer>();
  readonly #counts = new Map<Value, Address>();
  readonly #integers = new Map<string, Buffer>();
  readonly #tables = new Map<PositionTable, Map<string, Place>>();
  readonly #ropes = new Map<RopeTable, { cos: Buffer; sin: Buffer; back: Buffer }>();
  readonly #zero: Buffer;
  #origin: Value | undefined;

  constructor(surroundings: Surroundings, roots: readonly Value[], targets: ReadonlyMap<Value, Buffer>) {
    this.#surroundings = surroundings;
    this.#fusion = findFusion([...roots, ...targets.keys()]);
    this.#zero = surroundings.allocate(4);
    for (const value of reachable([...roots, ...targets.keys()])) {
      this.#origin = value;
      if (!this.#fusion.inlined.has(value)) this.#define(value, targets.get(value));
    }
    for (const root of roots) {
      if (root.operation.kind === "constant") this.#places.set(root, constantPlace(this, asRows(root)));
      const buffer = this.#places.get(root)?.buffer;
      if (buffer !== undefined) this.#pinned.add(buffer);
    }
  }

  /** The finished program. */
  get result(): Lowered {
    return {
      instructions: this.#instructions,
      origins: this.#origins,
      places: this.#places,
      indexes: this.#indexes,
      pinned: this.#pinned,
    };
  }

  /** Appends a kernel call. */
  call(kernel: Kernel, ...args: Argument[]): void {
    this.#instructions.push({ kernel, arguments: args });
    if (this.#origin !== undefined) this.#origins.push(this.#origin);
  }

  /** Where a value's rows stand. */
  place(value: Value | undefined): Place {
    const known = value === undefined ? undefined : this.#places.get(value);
    const place = known ?? (value?.operation.kind === "constant" ? this.#written(asRows(value)) : undefined);
    if (place === undefined)
      throw new TypeError(`no place for ${value?.operation.kind ?? "a missing operand"}`);
    return place;
  }

  /** Where a list of row numbers stands. */
  index(value: Value | undefined): Address {
    const address = value === undefined ? undefined : this.#indexes.get(value);
    if (address === undefined) throw new TypeError("no place for an index");
    return address;
  }

  /** Whether the value is to be written by its user. */
  isInlined(value: Value): boolean {
    return this.#fusion.inlined.has(value);
  }

  /** Arguments of a row count: where the number found at run time stands, and what to add to it. */
  count(rows: Rows): [Argument, Argument] {
    if (rows.kind === "table" && rows.used !== null) {
      const cell = this.#counts.get(asIndex(rows.used.index));
      if (cell === undefined) throw new TypeError("rows are counted before they are known");
      return [cell, rows.used.offset];
    }
    return [{ buffer: this.#zero, offset: 0 }, rowCount(rows)];
  }

  /** Memory for a value's rows, in whole tiles. */
  newPlace(value: RowsValue): Place {
    const floats = placeWidth(value);
    // The second part of a concat may begin inside of a tile, and is written in whole tiles from there.
    const overhang = value.operation.kind === "concat" ? 3 : 0;
    const stride = 4 * spacing(floats);
    const bytes = stride * Math.ceil((rowCount(value.type.rows) + overhang) / 4) * 4;
    // Kernels write whole vectors of four. What a row has beyond them must stay zero, which shared memory does not.
    const isWritten = 4 * Math.ceil(storedColumns(value.type.columns) / 4) >= floats;
    const buffer = isWritten ? this.newBuffer(bytes) : this.#surroundings.allocate(bytes);
    return wholePlace(buffer, stride);
  }

  /** Memory inside of the program's arena. */
  newBuffer(bytes: number): Buffer {
    return { bytes, address: null };
  }

  /** Whole numbers that never change. */
  integers(data: readonly number[]): Buffer {
    const key = data.join();
    let buffer = this.#integers.get(key);
    if (buffer === undefined) {
      buffer = this.#surroundings.allocate(4 * data.length);
      this.#surroundings.writeIntegers(buffer, data);
      this.#integers.set(key, buffer);
    }
    return buffer;
  }

  /** Mean and inverse deviation of each row that a layer norm saw: float32 [rows, 2]. */
  statistics(norm: Value): Buffer {
    let buffer = this.#statistics.get(norm);
    if (buffer === undefined) {
      buffer = this.newBuffer(8 * rowCount(asRows(norm).type.rows));
      this.#statistics.set(norm, buffer);
    }
    return buffer;
  }

  /** The panels of a weight matrix, transposed once for all users in this program. */
  transposed(matrix: MatrixValue): Buffer {
    let buffer = this.#transposed.get(matrix);
    if (buffer === undefined) {
      const rows = width(matrix.type.in);
      const columns = width(matrix.type.out);
      buffer = this.newBuffer(4 * rows * columns);
      this.call("transpose", rows, columns, this.place(matrix), { buffer, offset: 0 });
      this.#transposed.set(matrix, buffer);
    }
    return buffer;
  }

  /** Addresses of the cosines and of the sines of angles in one direction: float32 [positions, head size / 2]. */
  rope(table: RopeTable, direction: 1 | -1): [cosines: Address, sines: Address] {
    let buffers = this.#ropes.get(table);
    if (buffers === undefined) {
      const back = table.sin.map((sine) => -sine);
      buffers = { cos: this.#floats(table.cos), sin: this.#floats(table.sin), back: this.#floats(back) };
      this.#ropes.set(table, buffers);
    }
    const sines = direction === 1 ? buffers.sin : buffers.back;
    return [
      { buffer: buffers.cos, offset: 0 },
      { buffer: sines, offset: 0 },
    ];
  }

  /** A position table as stored rows of the given value's columns; bit masks instead of ones for a mask. */
  table(table: PositionTable, like: RowsValue, asMask: boolean): Place {
    const { columns } = like.type;
    const layouts = this.#tables.get(table) ?? new Map<string, Place>();
    this.#tables.set(table, layouts);
    const layout = `${columnsKey(columns)} ${asMask}`;
    const known = layouts.get(layout);
    if (known !== undefined) return known;
    const places = columnPlaces(columns);
    const stride = width(columns);
    // With one number for all heads, each head gets a copy of it.
    const size = columns.kind === "heads" ? columns.size : places.length;
    const rows = table.perPosition ? sequenceLength(like.type.rows) : 1;
    const given = table.data.length / rows;
    const stored = asMask ? new Int32Array(rows * stride) : new Float32Array(rows * stride);
    for (let row = 0; row < rows; row++) {
      places.forEach((place, column) => {
        const value = table.data[row * given + (given === places.length ? column : column % size)] ?? 0;
        stored[row * stride + place] = asMask ? -value : value;
      });
    }
    const buffer = this.#surroundings.allocate(stored.byteLength);
    if (stored instanceof Int32Array) this.#surroundings.writeIntegers(buffer, stored);
    else this.#surroundings.writeFloats(buffer, stored);
    const place = wholePlace(buffer, 4 * stride);
    layouts.set(layout, place);
    return place;
  }

  /** A constant as rows, for what can read nothing else. */
  #written(value: RowsValue): Place {
    const { rows, columns } = value.type;
    if (value.operation.kind !== "constant") throw new TypeError("a constant expected");
    const { perPosition, data } = value.operation.table;
    const positions = perPosition && rows.kind === "sequence" ? rows.positions : [0];
    const places = columnPlaces(columns);
    const given = data.length / (perPosition ? sequenceLength(rows) : 1);
    const stride = spacing(width(columns));
    const stored = new Float32Array(stride * (rowCount(rows) + 4));
    for (let row = 0; row < rowCount(rows); row++) {
      const from = positions[row % positions.length]! * given;
      places.forEach((place, column) => {
        stored[row * stride + place] = data[from + (column % given)]!;
      });
    }
    const place = wholePlace(this.#floats(stored), 4 * stride);
    this.#places.set(value, place);
    return place;
  }

  #floats(data: Float32Array): Buffer {
    const buffer = this.#surroundings.allocate(data.byteLength);
    this.#surroundings.writeFloats(buffer, data);
    return buffer;
  }

  /** Gives a value its place, and emits what computes it unless it is a source or a view. */
  #define(value: Value, target: Buffer | undefined): void {
    if (value.type.kind === "index") {
      this.#defineIndex(value);
      return;
    }
    const { operation } = value;
    if (operation.kind === "constant") return;
    const view = this.#view(value);
    if (view !== null) this.#places.set(value, view);
    if (target !== undefined) {
      const stride = value.type.kind === "rows" ? 4 * width(value.type.columns) : 0;
      const destination = { ...wholePlace(target, stride), padded: false };
      if (view === null) emit(this, value, destination, false);
      else copy(this, asRows(value), 1, destination, false);
      if (view === null) this.#places.set(value, destination);
    } else if (view === null) {
      const place = this.newPlace(asRows(value));
      emit(this, value, place, false);
      this.#places.set(value, place);
    }
  }

  #defineIndex(value: Value): void {
    const { operation } = value;
    const { rows } = asIndex(value).type;
    // Kernels that work in tiles look up a few entries past the end, so these must stay valid row numbers.
    const buffer = this.#surroundings.allocate(4 * (rowCount(rows) + 4));
    this.#indexes.set(value, { buffer, offset: 0 });
    switch (operation.kind) {
      case "index-constant":
        this.#surroundings.writeIntegers(buffer, operation.data);
        return;
      case "take": {
        const { rows: all } = asIndex(value.inputs[0]).type;
        if (all.kind !== "sequence") throw new TypeError("take: rows of sequences expected");
        const places = operation.positions.map((position) => all.positions.indexOf(position));
        this.call(
          "takeIndex",
          all.sequences,
          places.length,
          { buffer: this.integers(places), offset: 0 },
          all.positions.length,
          this.index(value.inputs[0]),
          { buffer, offset: 0 },
        );
        return;
      }
      case "compose": {
        const [index, at] = value.inputs;
        this.call("takeIndex", 1, rowCount(rows), this.index(at), 0, this.index(index), {
          buffer,
          offset: 0,
        });
        return;
      }
      case "used":
      case "renumbered":
        this.#findUsed(asIndex(value.inputs[0]), operation.fixed);
        return;
      default:
        return;
    }
  }

  /** Both lists are found by one call, once both have their memory. */
  #findUsed(index: Value, fixed: number): void {
    const pair = [...this.#indexes.keys()].filter(
      (value) =>
        (value.operation.kind === "used" || value.operation.kind === "renumbered") &&
        value.operation.fixed === fixed &&
        value.inputs[0] === index,
    );
    const used = pair.find((value) => value.operation.kind === "used");
    const renumbered = pair.find((value) => value.operation.kind === "renumbered");
    if (used === undefined || renumbered === undefined) return;
    const cell = { buffer: this.#surroundings.allocate(4), offset: 0 };
    this.#counts.set(asIndex(index), cell);
    const slots = this.#surroundings.allocate(4 * tableSize(used));
    this.#surroundings.writeIntegers(slots, new Int32Array(tableSize(used)).fill(-1));
    const count = rowCount(asIndex(index).type.rows);
    const at = { buffer: slots, offset: 0 };
    this.call(
      "findUsed",
      count,
      fixed,
      rowCount(asIndex(used).type.rows),
      this.index(index),
      at,
      this.index(used),
      this.index(renumbered),
      cell,
    );
  }

  /** The place of a value that is only another way of looking at what is there; null for all others. */
  #view(value: Value): Place | null {
    const { operation, inputs } = value;
    switch (operation.kind) {
      case "parameter":
      case "fixed": {
        const stride = value.type.kind === "rows" ? 4 * width(value.type.columns) : 0;
        return wholePlace(this.#surroundings[operation.kind](operation.name), stride);
      }
      case "input": {
        const shared = this.#surroundings.table(operation.name);
        if (shared !== null) return shared;
        const { rows, columns } = asRows(value).type;
        const stride = 4 * width(columns);
        return wholePlace(this.#surroundings.allocate(stride * (rowCount(rows) + 4)), stride);
      }
      case "gather":
        if (!this.#fusion.folded.has(value)) return null;
        return { ...this.place(inputs[0]), index: this.index(inputs[1]), padded: false };
      case "take": {
        const { rows } = asRows(inputs[0]).type;
        const [position, ...others] = operation.positions;
        if (rows.kind !== "sequence" || position === undefined || others.length > 0) return null;
        const place = this.place(inputs[0]);
        const offset = rows.positions.indexOf(position) * place.stride;
        return viewOf(place, offset, rows.positions.length * place.stride);
      }
      case "slice":
        return viewOf(this.place(inputs[0]), operation.start * this.place(inputs[0]).stride);
      default:
        return null;
    }
  }

  /** Heads as stored: how far apart the columns of one head are. */
  heads(value: Value | undefined): number {
    return paddedHeads(asRows(value).type.columns);
  }
}

/** Floats between the rows of a value: mixtures of features have each head's share of their padding too. */
function placeWidth({ operation, type: { columns } }: RowsValue): number {
  const isMixture = operation.kind === "mix-features" || operation.kind === "head-linear-transposed";
  return isMixture ? mixtureWidth(columns) : width(columns);
}

function sequenceLength(rows: Rows): number {
  if (rows.kind !== "sequence") throw new TypeError("rows of sequences expected");
  return rows.length;
}

/** The rows of the table that a list of used rows is for: the largest that any index may name. */
function tableSize(used: Value): number {
  return used.operation.kind === "used" ? used.operation.table : 0;
}
