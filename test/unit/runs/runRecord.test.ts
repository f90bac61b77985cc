import { describe, expect, it } from "vitest";
import { UserError } from "../../../src/userError.ts";
import { parseRunRecord } from "../../../src/runs/runRecord.ts";
import { sampleRecord, thrownBy } from "./runFixtures.ts";

describe("parseRunRecord", () => {
  it("reads what was written", () => {
    expect(parseRunRecord(JSON.stringify(sampleRecord()), "run.json")).toEqual(sampleRecord());
    const bare = { ...sampleRecord(), git: null, parent: null };
    delete bare.experimentFile;
    expect(parseRunRecord(JSON.stringify(bare), "run.json")).toEqual(bare);
  });

  it.each([
    [2, "a newer"],
    [0, "an older"],
  ])("says which version to use for format %i", (format, remedy) => {
    const text = JSON.stringify({ format, everything: "else may differ" });
    const error = thrownBy(() => parseRunRecord(text, "x/run.json"));
    expect(error).toBeInstanceOf(UserError);
    expect(String(error)).toContain(
      `x/run.json: format: the run folder has format ${format}, this version of Optoscope reads format 1. Use ${remedy}`,
    );
  });

  it.each<[string, string, RegExp]>([
    ["text that is no JSON", "{", /x\/run\.json: not valid JSON/],
    ["another JSON value", "[]", /x\/run\.json: /],
    ["a missing format", JSON.stringify({ ...sampleRecord(), format: undefined }), /format: /],
    ["a wrong key", JSON.stringify({ ...sampleRecord(), created: "yesterday" }), /created: /],
    [
      "a wrong experiment",
      JSON.stringify({
        ...sampleRecord(),
        experiment: { ...sampleRecord().experiment, seeds: { init: -1 } },
      }),
      /experiment\.seeds\.init: /,
    ],
  ])("explains %s", (_, text, message) => {
    const error = thrownBy(() => parseRunRecord(text, "x/run.json"));
    expect(error).toBeInstanceOf(UserError);
    expect(String(error)).toMatch(message);
  });
});
