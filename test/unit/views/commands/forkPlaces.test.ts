import { describe, expect, test } from "vitest";
import {
  checkForkPlace,
  forkPlaceWords,
  parseForkPlace,
  wholeStep,
} from "../../../../src/views/commands/forkPlaces.ts";

const places = { seen: 640_000, batch: 32, checkpoints: [50_016, 100_000] };

describe("where a run is forked", () => {
  test.each([
    ["0", 0],
    ["31", 0],
    ["100k", 100_000],
    [" 123456 ", 123_456],
    ["123470", 123_456],
    ["0.64M", 640_000],
  ])("%j is at %i sequences", (text, sequences) => {
    expect(checkForkPlace(text, places)).toBeNull();
    expect(parseForkPlace(text, places)).toBe(sequences);
  });

  test.each(["", " ", "640001", "-1", "x", "1e", "12.5", "1e99"])("%j is refused", (text) => {
    expect(checkForkPlace(text, places)).toBe(
      "expected a number of sequences that the run has seen, 0 to 640,000",
    );
    expect(parseForkPlace(text, places)).toBeNull();
  });

  test("is a whole step", () => {
    expect([0, 1, 31, 32, 33].map((sequences) => wholeStep(sequences, places))).toEqual([0, 0, 0, 32, 32]);
  });

  test("says what it is made from", () => {
    expect(forkPlaceWords(100_000, places)).toBe("a checkpoint");
    expect(forkPlaceWords(99_968, places)).toBe("rebuilt from the checkpoint at 50,016");
    expect(forkPlaceWords(320, places)).toBe("rebuilt from the start");
  });
});
