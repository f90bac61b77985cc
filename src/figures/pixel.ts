/** A place or size in a picture, to a hundredth of a pixel. */
export function pixel(value: number): number {
  const rounded = Math.round(value * 100) / 100;
  return rounded === 0 ? 0 : rounded;
}
