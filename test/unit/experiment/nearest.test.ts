import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nearest } from "../../../src/nearest.ts";

const keys = ["layers", "heads", "width", "mlpRatio", "positions", "norm", "causal"];

describe("nearest", () => {
  it.each([
    ["widht", "width"],
    ["Width", "width"],
    ["head", "heads"],
    ["mlpratio", "mlpRatio"],
    ["position", "positions"],
    ["nrom", "norm"],
  ])("takes %s for %s", (word, meant) => {
    expect(nearest(word, keys)).toBe(meant);
  });

  it.each(["foo", "x", "", "batch", "x".repeat(1000)])("knows nothing near %s", (word) => {
    expect(nearest(word, keys)).toBeUndefined();
  });

  it("finds every key after any one slip", () => {
    fc.assert(
      fc.property(fc.constantFrom(...keys), fc.nat(), fc.constantFrom("drop", "double"), (key, at, slip) => {
        const index = at % key.length;
        const typed =
          key.slice(0, index) + (slip === "double" ? key[index]!.repeat(2) : "") + key.slice(index + 1);
        expect(nearest(typed, keys)).toBe(key);
      }),
    );
  });
});
