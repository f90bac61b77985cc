/** How far a clamped activation is from its replacement: `0` where every bit is the same, else two digits. */
export function formatDeviation(deviation: number): string {
  if (!Number.isFinite(deviation)) return "–";
  return deviation === 0 ? "0" : deviation.toExponential(1);
}
