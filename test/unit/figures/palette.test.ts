import { describe, expect, test } from "vitest";
import { channels } from "../../../src/figures/channels.ts";
import { colourScale, inkOn } from "../../../src/figures/colourScale.ts";
import { contrast } from "../../../src/figures/contrast.ts";
import { figurePalettes, pagePalette, paletteVariables } from "../../../src/figures/figurePalette.ts";
import { colourCount, slotLook } from "../../../src/figures/slotLook.ts";

const against = (colour: string, background: string): number =>
  contrast(channels(colour), channels(background));

describe.each(["light", "dark"] as const)("the %s theme", (theme) => {
  const { series, foreground, muted, background } = figurePalettes[theme];

  test("has texts that can be read and curves that can be seen", () => {
    for (const text of [foreground, muted]) expect(against(text, background)).toBeGreaterThanOrEqual(4.5);
    for (const colour of series) expect(against(colour, background)).toBeGreaterThanOrEqual(3);
  });

  test("has as many different colours as slots use", () => {
    expect(new Set(series).size).toBe(colourCount);
  });

  test("gives a page every colour that figures in it use", () => {
    const given = new Set([...paletteVariables(theme).matchAll(/(--[\w-]+):/g)].map(([, name]) => name));
    const { series: used, foreground: f, muted: m, grid: g, background: b } = pagePalette;
    for (const colour of [...used, f, m, g, b]) expect(given).toContain(/^var\((.*)\)$/.exec(colour)![1]);
  });
});

test("fifty-six slots look different, the first eight in colour and the first seven in dash too", () => {
  const looks = Array.from({ length: 56 }, (_, slot) => slotLook(slot));
  expect(new Set(looks.map((look) => JSON.stringify(look))).size).toBe(56);
  expect(new Set(looks.slice(0, 8).map(({ colour }) => colour)).size).toBe(8);
  expect(new Set(looks.slice(0, 7).map(({ dash }) => dash.join())).size).toBe(7);
  expect(slotLook(56)).toEqual(slotLook(0));
});

describe("colours of a matrix", () => {
  const shares = Array.from({ length: 101 }, (_, i) => i / 100);
  const luminance = (colour: string): number => contrast(channels(colour), [0, 0, 0]);

  test("get lighter with every step, so that they are in order in grey too", () => {
    const scale = colourScale([0, 1]);
    const steps = shares.map((share) => luminance(scale(share)!));
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
    expect(new Set(steps).size).toBeGreaterThan(90);
  });

  test("get darker on both sides of 0 where the range is the same on both", () => {
    const scale = colourScale([-2, 2]);
    const side = (sign: number): number[] => shares.map((share) => luminance(scale(2 * share * sign)!));
    for (const steps of [side(1), side(-1)]) expect(steps).toEqual([...steps].sort((a, b) => b - a));
    expect(scale(2)).not.toBe(scale(-2));
  });

  test("have texts on them that can be read", () => {
    for (const scale of [colourScale([0, 1]), colourScale([-1, 1])]) {
      for (const share of shares) {
        const colour = scale(share)!;
        expect(against(inkOn(colour), colour)).toBeGreaterThanOrEqual(4.5);
      }
    }
  });
});
