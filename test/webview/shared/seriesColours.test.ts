import { describe, expect, it } from "vitest";
import { channels } from "../../../src/figures/channels.ts";
import { contrast } from "../../../src/figures/contrast.ts";
import { readableColour } from "../../../webview/shared/readableColour.ts";
import { seriesColours } from "../../../webview/shared/seriesColours.ts";

const between = (one: string, other: string): number => contrast(channels(one), channels(other));

describe("contrast", () => {
  it("goes from 1 to 21, whichever comes first", () => {
    expect(between("#000000", "#ffffff")).toBeCloseTo(21, 10);
    expect(between("#ffffff", "#000000")).toBeCloseTo(21, 10);
    expect(between("#808080", "rgb(128, 128, 128)")).toBe(1);
    // A known pair: the lightest grey that may be written with on white.
    expect(between("#767676", "#ffffff")).toBeCloseTo(4.54, 2);
  });
});

describe("readableColour", () => {
  it("leaves alone what can be seen, and makes it opaque", () => {
    expect(readableColour("#59a4f9", "#cccccc", "#1f1f1f", 3)).toBe("#59a4f9");
    expect(readableColour("rgba(234, 92, 0, 0.33)", "#cccccc", "#1f1f1f", 3)).toBe("#ea5c00");
  });

  it("mixes in no more of the foreground than it takes", () => {
    const mixed = readableColour("#5a2d10", "#cccccc", "#1f1f1f", 3);
    expect(between(mixed, "#1f1f1f")).toBeGreaterThanOrEqual(3);
    expect(between(mixed, "#1f1f1f")).toBeLessThan(4);
    const [red, , blue] = channels(mixed);
    expect(red).toBeGreaterThan(blue + 20);
  });

  it("finds a colour where the foreground is the background's", () => {
    for (const grey of ["#000000", "#777777", "#ffffff"])
      expect(between(readableColour(grey, grey, grey, 3), grey)).toBeGreaterThanOrEqual(3);
  });
});

describe("seriesColours", () => {
  const none = { blue: "", orange: "", green: "", purple: "", red: "", yellow: "", foreground: "" };
  const themes = {
    dark: { ...none, blue: "#59a4f9", orange: "rgba(234, 92, 0, 0.33)", green: "#89d185", yellow: "#cca700" },
    light: { ...none, blue: "#0063d3", orange: "rgba(234, 92, 0, 0.33)", red: "#e51400", yellow: "#bf8803" },
    same: { ...none, blue: "#0f4a85", orange: "#0f4a85", green: "#0f4a85", purple: "#0f4a85" },
    none,
  } as const;
  const grounds = [
    ["#cccccc", "#1f1f1f"],
    ["#3b3b3b", "#ffffff"],
    ["#ffffff", "#000000"],
    ["#292929", "#ffffff"],
    ["#839496", "#002b36"],
    ["#657b83", "#fdf6e3"],
  ] as const;

  it.each(Object.keys(themes) as (keyof typeof themes)[])(
    "can be seen and told apart on any background: %s",
    (theme) => {
      for (const [foreground, background] of grounds) {
        const colours = Object.values(seriesColours(themes[theme], foreground, background));
        expect(new Set(colours).size).toBe(7);
        for (const colour of colours) expect(between(colour, background)).toBeGreaterThanOrEqual(3);
      }
    },
  );
});
