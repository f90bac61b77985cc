import { describe, expect, it } from "vitest";
import { labelLanes } from "../../../webview/shared/labelLanes.ts";
import { namedPlaces } from "../../../webview/shared/namedPlaces.ts";

const place = (labels: readonly [number, string][], lanes = 2) =>
  labelLanes(
    labels.map(([at, text]) => ({ at, text })),
    100,
    lanes,
    (text) => text.length * 10,
  );

describe("labelLanes", () => {
  it("puts texts beside each other, and below where they would overlap", () => {
    expect(
      place([
        [0, "abc"],
        [20, "d"],
        [60, "e"],
      ]),
    ).toEqual([
      { text: "abc", left: 0, lane: 0 },
      { text: "d", left: 20, lane: 1 },
      { text: "e", left: 60, lane: 0 },
    ]);
  });

  it("stays within the plot", () => {
    expect(place([[95, "abc"]])[0]?.left).toBe(70);
    expect(
      place([
        [120, "abc"],
        [-1, "abc"],
      ]),
    ).toEqual([]);
  });

  it("leaves out what finds no room", () => {
    expect(
      place([
        [0, "abc"],
        [1, "abc"],
        [2, "abc"],
      ]),
    ).toHaveLength(2);
  });
});

describe("namedPlaces", () => {
  it("names a band that began before at the edge, and what is over or ahead not at all", () => {
    const bands = [
      { from: 0, to: null, label: "on" },
      { from: 0, to: 5, label: "over" },
      { from: 50, to: 60, label: "ahead" },
    ];
    const markers = [
      { at: 15, label: "phase change" },
      { at: 16, label: "" },
    ];
    expect(namedPlaces({ x: { from: 10, to: 20 } }, bands, markers)).toEqual([
      { at: 10, text: "on" },
      { at: 15, text: "phase change" },
    ]);
  });
});
