import { describe, expect, it } from "vitest";
import { checkSequences, parseSequences } from "../../../src/clamps/windowText.ts";
import { UserError } from "../../../src/userError.ts";

describe("a number of sequences as it is typed", () => {
  it.each([
    ["200000", 200_000],
    ["200k", 200_000],
    ["200 K", 200_000],
    ["1.5M", 1_500_000],
    ["1.1m", 1_100_000],
    ["1e6", 1_000_000],
    ["2.5e+3", 2500],
    ["1.5e3k", 1_500_000],
    ["4G", 4e9],
    [".5k", 500],
    ["0", 0],
    [" 32 ", 32],
    ["", undefined],
    ["  ", undefined],
  ])("%j is %s", (text, value) => {
    expect(checkSequences(text)).toBeNull();
    expect(parseSequences(text)).toBe(value);
  });

  it.each([
    "-1",
    "1.5",
    "0.0005k",
    "200,000",
    "1,5M",
    "k",
    "200 kk",
    "200kb",
    "1e99",
    "Infinity",
    "NaN",
    "0x10",
    "1e-3",
    ".",
  ])("%j is none", (text) => {
    expect(checkSequences(text)).toMatch(
      /^expected a whole number of sequences, such as 200000, 200k or 1\.5M/,
    );
    expect(() => parseSequences(text)).toThrow(UserError);
  });
});
