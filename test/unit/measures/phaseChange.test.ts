import { expect, test } from "vitest";
import { phaseChangeLoss } from "../../../src/measures/phaseChange.ts";

test("the phase change is at 0.4 ln 2", () => {
  expect(phaseChangeLoss).toBeCloseTo(0.4 * Math.LN2, 15);
});
