import { describe, expect, it } from "vitest";
import { heatCellTexts } from "../../../src/figures/heatCellTexts.ts";

describe("the texts of a map's cells", () => {
  it("have two decimals where there is room, and their zeros go first", () => {
    expect(heatCellTexts([0.5, 1, 0.123], 40, 1)).toEqual(["0.50", "1.00", "0.12"]);
    expect(heatCellTexts([-0.07, -0.13, 0.02], 27, 0.5)).toEqual(["−.07", "−.13", ".02"]);
  });

  it("are all of one form, and not there where they would not be told apart", () => {
    // Of the widest, no form has room.
    expect(heatCellTexts([0.5, -12.5], 16, 1)).toBeNull();
    // With one decimal, these would be the same.
    expect(heatCellTexts([-0.07, -0.13], 20, 0.5)).toBeNull();
    expect(heatCellTexts([0.031, 0.072], 24, 0.06)).toEqual([".031", ".072"]);
    expect(heatCellTexts([0.031, 0.072], 12, 0.06)).toBeNull();
  });

  it("do not say minus zero, and say what is no number", () => {
    expect(heatCellTexts([-0.001, Number.NaN, 0.4], 40, 1)).toEqual(["0.00", "–", "0.40"]);
  });
});
