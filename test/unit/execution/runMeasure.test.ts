import { dirname, join } from "node:path";
import { describe, expect, inject, it } from "vitest";
import { runMeasure } from "../../../src/execution/runMeasure.ts";
import { UserError } from "../../../src/userError.ts";
import { finishedRun, resultOf } from "../analysis/measured.ts";

const entry = join(dirname(inject("commandLine")), "measurer.js");
const job = { name: "ablations", at: null, clamps: [], options: {} };

describe("a measure in a process of its own", () => {
  it("gives what is measured here, and tells how far it is", async () => {
    const runFolder = await finishedRun();
    const told: number[] = [];
    const result = await runMeasure(
      { runFolder, ...job },
      { entry, onProgress: (fraction) => told.push(fraction) },
    );
    expect(result).toEqual(await resultOf(runFolder, "ablations"));
    expect(told.length).toBeGreaterThan(0);
  });

  it("passes on what the user can mend", async () => {
    const failed = runMeasure({ runFolder: "/no/such/run", ...job }, { entry });
    await expect(failed).rejects.toThrow(UserError);
    await expect(failed).rejects.toThrow("/no/such/run");
  });

  it("ends at once when it is cancelled, before and while it measures", async () => {
    const runFolder = await finishedRun({
      training: { sequences: 800_000 },
      checkpoints: { every: 800_000 },
    });
    const reason = new Error("enough");
    await expect(
      runMeasure({ runFolder, ...job }, { entry, signal: AbortSignal.abort(reason) }),
    ).rejects.toBe(reason);
    const interruption = new AbortController();
    const cancelled = runMeasure(
      { runFolder, ...job, name: "wiring" },
      {
        entry,
        signal: interruption.signal,
        onProgress: (fraction) => {
          if (fraction > 0) interruption.abort(reason);
        },
      },
    );
    await expect(cancelled).rejects.toBe(reason);
  });
});
