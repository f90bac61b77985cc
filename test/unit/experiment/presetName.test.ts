import { expect, test } from "vitest";
import { presetName, presetSource } from "../../../src/experiment/presetName.ts";

test("presets are named where files are, too", () => {
  expect(presetSource("quick")).toBe("preset:quick");
  expect(presetName(presetSource("quick"))).toBe("quick");
  expect(presetName("/w/preset:quick.opto.json")).toBeNull();
});
