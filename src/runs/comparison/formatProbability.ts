/** A p value: two digits, `< 0.0001` where it is smaller, never more precise than it is. None: `–`. */
export function formatProbability(p: number | null): string {
  if (p === null || !Number.isFinite(p)) return "–";
  if (p < 0.0001) return "< 0.0001";
  // Rounded first, so that 0.0996 is 0.10 and not 0.100.
  const rounded = Number(p.toPrecision(2));
  return rounded >= 0.1 ? p.toFixed(2) : rounded.toFixed(Math.min(5, 1 - Math.floor(Math.log10(rounded))));
}
