/** Waits until something is so, looking every few milliseconds; returns whether it became so in time. */
export async function becomesTrue(condition: () => boolean, milliseconds: number): Promise<boolean> {
  for (const end = Date.now() + milliseconds; ;) {
    if (condition()) return true;
    if (Date.now() >= end) return false;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
