/** How many colours and dashes there are for runs. */
export const slotCount = 24;

/** The lowest slot that none of the newest other runs has. `others`: slots of the other runs, newest first. */
export function assignSlot(others: readonly number[]): number {
  const used = new Set(others.slice(0, slotCount - 1));
  let slot = 0;
  while (used.has(slot)) slot++;
  return slot;
}
