import { describe, expect, it } from "vitest";
import { chartSvg } from "../../../webview/shared/chartSvg.ts";
import { plotModel } from "../../../webview/shared/plotModel.ts";

const a = {
  key: "a",
  label: "a < b & c",
  slot: 1,
  x: Float64Array.of(0, 50, 100),
  y: Float64Array.of(1, Number.NaN, 3),
};

function draw(extras: Partial<Parameters<typeof chartSvg>[1]> = {}, smoothing = 0): string {
  const scales = { x: "linear", y: "linear" } as const;
  const model = plotModel({ series: [a], range: null, scales, smoothing, pixels: 500 });
  const xAxis = { title: "Sequences", format: String };
  return chartSvg(model, {
    title: "Loss",
    unit: "nats",
    xAxis,
    bands: [],
    markers: [],
    references: [],
    ...extras,
  });
}

describe("chartSvg", () => {
  it("names axes, unit and curves, and escapes what would be markup", () => {
    const svg = draw();
    for (const text of ["Loss", "nats", "Sequences", "a &lt; b &amp; c"]) expect(svg).toContain(`>${text}<`);
    expect(svg).not.toContain("a < b");
  });

  it("breaks a curve at what is not a number, marks it, and draws it with its dash", () => {
    const svg = draw();
    expect(svg).toMatch(
      /<path d="M64 [\d.]+M704 [\d.]+" stroke="#d55e00" stroke-width="1.6" stroke-dasharray="7 3"\/>/,
    );
    expect(svg).toContain("<title>not a number</title>");
  });

  it("shades bands as far as they go, and to the edge where they still hold", () => {
    const svg = draw({
      bands: [
        { from: 25, to: 50, label: "ablate L1H3" },
        { from: 75, to: null, label: "" },
      ],
    });
    expect(svg).toMatch(/<rect x="224" y="84" width="160" height="320"/);
    expect(svg).toMatch(/<rect x="544" y="84" width="160" height="320"/);
    expect(svg).toContain(">ablate L1H3<");
  });

  it("draws markers and references where they are", () => {
    const svg = draw({
      markers: [{ at: 50, label: "phase change" }],
      references: [
        { at: 2, label: "two" },
        { at: 99, label: "far" },
      ],
    });
    expect(svg).toContain('d="M384 84L384 404"');
    expect(svg).toContain(">phase change<");
    expect(svg).toContain(">two<");
    expect(svg).not.toContain("far");
  });

  it("draws the raw trace faintly under a smoothed curve", () => {
    expect(draw({}, 0.9)).toContain('stroke="rgba(213, 94, 0, 0.3)"');
    expect(draw()).not.toContain("rgba");
  });

  it("cuts names that are longer than the picture is wide", () => {
    const long = "a very long name ".repeat(20);
    const model = plotModel({
      series: [{ ...a, label: long }],
      range: null,
      scales: { x: "linear", y: "linear" },
      smoothing: 0,
      pixels: 500,
    });
    const xAxis = { title: "Sequences", format: String };
    const svg = chartSvg(model, { title: long, unit: "", xAxis, bands: [], markers: [], references: [] });
    const texts = [...svg.matchAll(/<text[^>]*>(?:<title>[^<]*<\/title>)?([^<]*)</g)].map(
      ([, text]) => text ?? "",
    );
    expect(Math.max(...texts.map((text) => text.length))).toBeLessThan(110);
    expect(texts.filter((text) => text.endsWith("…"))).toHaveLength(2);
  });
});
