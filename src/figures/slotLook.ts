/** What tells a slot from others: the number of its colour in a palette, and its dash in pixels (none: a solid line). */
export interface SlotLook {
  readonly colour: number;
  readonly dash: readonly number[];
}

/** How many colours a figure's palette has. */
export const colourCount = 8;

const dashes: readonly (readonly number[])[] = [
  [],
  [8, 3],
  [2, 2.5],
  [9, 3, 2, 3],
  [15, 4],
  [9, 3, 2, 3, 2, 3],
  [15, 3, 4, 3],
];

/** Colour and dash of a slot, both by its number, from 0 and without end: fifty-six slots look different. */
export function slotLook(slot: number): SlotLook {
  const at = (length: number): number => ((Math.trunc(slot) % length) + length) % length;
  return { colour: at(colourCount), dash: dashes[at(dashes.length)]! };
}

/** The dash of the paper's own curves, in pixels. */
export const referenceDash: readonly number[] = [4, 3];
