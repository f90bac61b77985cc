/** Red, green and blue of a colour, each 0 … 255. */
export type Channels = readonly [number, number, number];

/** The channels of a colour `#rrggbb…` or `rgb(…)`, without its opacity. Grey where it is written in another way. */
export function channels(colour: string): Channels {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/i.exec(colour);
  const [red, green, blue] = hex
    ? hex.slice(1, 4).map((digits) => Number.parseInt(digits, 16))
    : (/^rgba?\(/i.test(colour) ? (colour.match(/[\d.]+/g) ?? []) : []).map(Number);
  return [red ?? 128, green ?? 128, blue ?? 128];
}
