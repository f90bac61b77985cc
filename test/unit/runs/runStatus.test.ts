import { describe, expect, it } from "vitest";
import { encodeRunStatus, runStatusSchema } from "../../../src/runs/runStatus.ts";
import { sampleStatus } from "./runFixtures.ts";

describe("encodeRunStatus", () => {
  it("round-trips", () => {
    const status = sampleStatus({ state: "diverged", reason: "loss is not a number", phaseChange: 250_000 });
    expect(runStatusSchema.parse(JSON.parse(encodeRunStatus(status)))).toEqual(status);
  });

  it.each([Number.NaN, Infinity])("stays readable with a rate of %f and no estimate", (rate) => {
    const text = encodeRunStatus(sampleStatus({ rate, secondsLeft: Infinity }));
    expect(runStatusSchema.parse(JSON.parse(text))).toMatchObject({ rate: 0, secondsLeft: null });
  });
});
