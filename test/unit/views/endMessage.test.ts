import { describe, expect, it } from "vitest";
import type { RunEnd } from "../../../src/execution/localPool.ts";
import { endMessage } from "../../../src/views/endMessage.ts";

const end = (state: RunEnd["state"], reason: string | null = null): RunEnd => ({
  ...{ id: "a", folder: "/a", name: "base · L1H3 only", state, reason, logTail: [] },
});

describe("the message at the end of a run", () => {
  it("gives the result of a finished one", () => {
    expect(endMessage(end("finished"), 345_000)).toEqual({
      severity: "information",
      text: "base · L1H3 only finished: phase change at 345k",
    });
    expect(endMessage(end("finished"), null)?.text).toBe("base · L1H3 only finished: no phase change");
  });

  it("gives the reason of a bad end", () => {
    expect(endMessage(end("failed", "the disk is full"), null)).toEqual({
      severity: "error",
      text: "base · L1H3 only failed: the disk is full",
    });
    expect(endMessage(end("crashed"), null)).toEqual({ severity: "error", text: "base · L1H3 only crashed" });
    expect(endMessage(end("diverged", "the loss is not a number"), null)?.severity).toBe("warning");
  });

  it("is silent about what the user did himself", () => {
    expect(endMessage(end("stopped", "stop"), null)).toBeNull();
  });
});
