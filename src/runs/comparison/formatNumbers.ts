/** Sequences with three digits: `640`, `12.3k`, `212k`, `1.25M`. Not a number: `–`. */
export function formatSequences(sequences: number): string {
  if (!Number.isFinite(sequences)) return "–";
  let value = Number(sequences.toPrecision(3));
  let unit = "";
  for (const larger of ["k", "M", "G"]) {
    if (Math.abs(value) < 1000) break;
    // Divided after rounding: 999,999 is 1M, not 1000k.
    value = Number((value / 1000).toPrecision(3));
    unit = larger;
  }
  return `${value}${unit}`.replace("-", "−");
}

/** A metric with three decimals, or as `1.2e-5` where that would show none: `0.693`, `−0.250`, `0.000`. Not a number: `–`. */
export function formatValue(value: number): string {
  if (!Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  const text = size > 0 && (size < 0.0005 || size >= 1e5) ? size.toExponential(1) : size.toFixed(3);
  return value < 0 ? `−${text}` : text;
}

/** Sequences per second: `47.6k/s`. */
export function formatRate(rate: number): string {
  return `${formatSequences(rate)}/s`;
}

/** Seconds as `4 s`, `2 min 05 s` or `1 h 02 min`. */
export function formatDuration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const two = (n: number) => String(n).padStart(2, "0");
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${two(whole % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
}

/** 1234567 as `1,234,567`. */
export function formatCount(count: number): string {
  return Math.round(count).toLocaleString("en-US");
}
