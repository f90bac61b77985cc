import { describe, expect, test } from "vitest";
import { checkSeeds, parseSeeds } from "../../../../src/views/commands/seedsText.ts";

describe("seeds, as they are typed", () => {
  test("are whole numbers with commas between, or none", () => {
    expect(parseSeeds(" ")).toBeNull();
    expect(checkSeeds("")).toBeNull();
    expect(parseSeeds("5, 6,7")).toEqual([5, 6, 7]);
    expect(checkSeeds("5 6")).toBeNull();
  });

  test.each(["five", "-1", "5,,x", "1.5", "4294967296"])("%j is wrong", (text) => {
    expect(checkSeeds(text)).toMatch(/^expected whole numbers from 0 to 4294967295/);
  });

  test("are different", () => {
    expect(checkSeeds("5, 5")).toBe("a seed is given twice");
  });
});
