import type { Channels } from "./channels.ts";

/**
 * How much two opaque colours stand out from each other: 1 (not at all) … 21 (black and white). By WCAG 2.2,
 * "contrast ratio".
 */
export function contrast(one: Channels, other: Channels): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high! + 0.05) / (low! + 0.05);
}

/** Relative luminance by WCAG 2.2: 0 … 1. */
function luminance([red, green, blue]: Channels): number {
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

function linear(channel: number): number {
  const share = channel / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}
