import type { Range, ScaleKind } from "./scale.ts";

/** A place on an axis with its text. */
export interface Tick {
  readonly value: number;
  readonly label: string;
}

/**
 * Round places on an axis.
 * @param count about how many; there may be half or twice as many
 * @param format of a value; where it makes two ticks look the same, all are written in full
 */
export function ticks(
  range: Range,
  scale: ScaleKind,
  count: number,
  format?: (value: number) => string,
): Tick[] {
  const values = scale === "log" ? logValues(range, count) : linearValues(range, count);
  const step = values.length > 1 ? Math.abs(values[1]! - values[0]!) : Math.abs(values[0] ?? 1);
  const plain = (value: number): string => rounded(value, scale === "log" ? Math.abs(value) : step);
  const labels = values.map(format ?? plain);
  const isAmbiguous = new Set(labels).size < labels.length;
  return values.map((value, i) => ({ value, label: isAmbiguous ? plain(value) : labels[i]! }));
}

function linearValues(range: Range, count: number): number[] {
  const rough = (range.to - range.from) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  // Also where the range is so small that its steps are not numbers.
  if (!(power > 0) || !Number.isFinite(rough)) return [range.from];
  const step = power * ([1, 2, 5].find((multiple) => multiple * power >= rough * 0.999) ?? 10);
  const first = Math.ceil(range.from / step - 1e-9);
  const last = Math.floor(range.to / step + 1e-9);
  // Multiplying leaves 0.30000000000000004; the digits beyond the step mean nothing.
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => {
    const value = Number(((first + i) * step).toPrecision(12));
    return value === 0 ? 0 : value;
  });
}

function logValues(range: Range, count: number): number[] {
  const low = Math.max(-300, Math.floor(Math.log10(range.from)));
  const high = Math.ceil(Math.log10(range.to));
  const within = (multiples: readonly number[], every: number): number[] => {
    const values: number[] = [];
    for (let power = Math.ceil(low / every) * every; power <= high; power += every) {
      for (const multiple of multiples) {
        const value = Number((multiple * 10 ** power).toPrecision(12));
        if (value >= range.from * (1 - 1e-9) && value <= range.to * (1 + 1e-9)) values.push(value);
      }
    }
    return values;
  };
  for (const multiples of [[1, 2, 5], [1, 3], [1]]) {
    const values = within(multiples, 1);
    if (values.length <= Math.max(2, count * 1.3)) {
      return values.length >= 3 || high - low > 1 ? values : closeValues(range, count, values);
    }
  }
  return within([1], Math.ceil((high - low) / Math.max(1, count)));
}

/** Less than about a decade: where 1, 2, 5 leave too few, round values as on a linear axis. */
function closeValues(range: Range, count: number, few: number[]): number[] {
  const values = linearValues(range, count).filter((value) => value > 0);
  return values.length > few.length ? values : few;
}

const full = new Intl.NumberFormat("en-US", { maximumFractionDigits: 6 });
// Making a formatter takes far longer than using it.
const byDecimals = Array.from(
  { length: 13 },
  (_, decimals) =>
    new Intl.NumberFormat("en-US", { minimumFractionDigits: decimals, maximumFractionDigits: decimals }),
);

/** A place on an axis in full, with separators of thousands: `212,032`. */
export function inFull(value: number): string {
  return full.format(value);
}

function rounded(value: number, step: number): string {
  if (value === 0) return "0";
  if (Math.abs(value) < 1e-4 || Math.abs(value) >= 1e15) return value.toExponential().replace("e+", "e");
  const decimals = Math.min(12, Math.max(0, -Math.floor(Math.log10(step) + 1e-9)));
  return byDecimals[decimals]!.format(value).replace("-", "−");
}
