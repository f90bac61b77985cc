import type { WiringValue } from "../../measures/measureValues.ts";

/** What is held while heads are ablated, in the words of the measure. */
export type Preserved = keyof WiringValue["without"];

/**
 * How much the accuracy of each head of the later layer alone changes when a head of the earlier layer is ablated:
 * [to][from], negative where it is missed.
 */
export function accuracyChanges({ alone, without }: WiringValue, preserved: Preserved): readonly number[][] {
  return without[preserved].accuracy.map((row, to) => row.map((accuracy) => accuracy - alone.accuracy[to]!));
}

/** A connection of two heads by their indices, and its value. */
export interface Wire {
  readonly from: number;
  readonly to: number;
  readonly value: number;
}

/** The lowest of a matrix [to][from]: of changes, the connection that is missed most. */
export function lowestWire(matrix: readonly (readonly number[])[]): Wire {
  const wires = matrix.flatMap((row, to) => row.map((value, from): Wire => ({ from, to, value })));
  return wires.reduce((lowest, wire) => (wire.value < lowest.value ? wire : lowest));
}

/** The mean over some columns of a matrix [to][from]; not a number where there are none. */
export function columnMean(matrix: readonly (readonly number[])[], columns: readonly number[]): number {
  const values = matrix.flatMap((row) => columns.map((from) => row[from]!));
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
