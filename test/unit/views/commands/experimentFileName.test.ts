import { describe, expect, test } from "vitest";
import {
  checkFileName,
  freeFileName,
  stem,
  withEnding,
} from "../../../../src/views/commands/experimentFileName.ts";

describe("the name of a new experiment file", () => {
  test.each([
    ["base", "base.opto.json"],
    [" base ", "base.opto.json"],
    ["base.json", "base.opto.json"],
    ["base.opto", "base.opto.json"],
    ["base.opto.json", "base.opto.json"],
    ["base.OPTO.JSON", "base.OPTO.JSON"],
    ["v1.5", "v1.5.opto.json"],
    ["sweep/a", "sweep/a.opto.json"],
  ])("%s becomes %s", (typed, name) => {
    expect(withEnding(typed)).toBe(name);
  });

  test("without folders and ending is what the experiment is called", () => {
    expect(stem("sweep/one head.opto.json")).toBe("one head");
    expect(stem("a")).toBe("a");
  });

  test.each(["base", "sweep/a.opto.json", "L1H3 only", "köpfe"])("%s is fine", (name) => {
    expect(checkFileName(name)).toBeNull();
  });

  test.each([
    "",
    "  ",
    ".opto.json",
    "a/",
    "/a",
    "../a",
    "a//b",
    "a\\b",
    "a:b",
    "a\u0000",
    "x./a",
    "a".repeat(201),
  ])("%j is not", (name) => {
    expect(checkFileName(name)).not.toBeNull();
  });

  test("that is offered is free", () => {
    const taken = ["base.opto.json", "base-2.opto.json"];
    expect(freeFileName("base", (name) => taken.includes(name))).toBe("base-3.opto.json");
    expect(freeFileName("quick", (name) => taken.includes(name))).toBe("quick.opto.json");
  });
});
