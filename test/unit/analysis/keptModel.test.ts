import { appendFileSync, rmSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { KeptModel } from "../../../src/analysis/keptModel.ts";
import { measure } from "../../../src/analysis/measure.ts";
import type { OpenModel } from "../../../src/analysis/openModel.ts";
import { checkpointPath } from "../../../src/runs/checkpointFiles.ts";
import { finishedRun, resultOf } from "./measured.ts";

/** The model that a piece of work at a place is done with, and where it then is. */
async function usedAt(kept: KeptModel, runFolder: string, at: number | null): Promise<[OpenModel, number]> {
  return kept.use({ runFolder, at }, {}, (model) => Promise.resolve([model, model.sequences]));
}

describe("KeptModel", () => {
  it("goes on with the same model to other places, and opens it anew for those before the first checkpoint", async () => {
    const folder = await finishedRun();
    const kept = new KeptModel();
    const [model] = await usedAt(kept, folder, 104);
    expect(await usedAt(kept, folder, 104)).toEqual([model, 104]);
    const [later, sequences] = await usedAt(kept, folder, 413);
    expect(later).toBe(model);
    expect(sequences).toBe(408);
    const [last, saved] = await usedAt(kept, folder, null);
    expect(last).toBe(model);
    expect(saved).toBe(800);
    expect(await usedAt(kept, folder, 504)).toEqual([model, 504]);
    const [earlier, place] = await usedAt(kept, folder, 104);
    expect(earlier).not.toBe(model);
    expect(place).toBe(104);
    kept.dispose();
    expect((await usedAt(kept, folder, 104))[0]).not.toBe(earlier);
  });

  it("opens another run, one whose folder has changed, and one that something went wrong with", async () => {
    const [folder, other] = [await finishedRun(), await finishedRun()];
    const kept = new KeptModel();
    let [before] = await usedAt(kept, folder, 200);
    const expectNew = async (runFolder = folder) => {
      const [model] = await usedAt(kept, runFolder, 200);
      expect(model).not.toBe(before);
      before = model;
      expect((await usedAt(kept, runFolder, 200))[0]).toBe(before);
    };
    await expectNew(other);
    await expectNew();
    utimesSync(join(folder, "run.json"), 1, 1);
    await expectNew();
    appendFileSync(join(folder, "events.jsonl"), "\n");
    await expectNew();
    rmSync(checkpointPath(folder, 400));
    await expectNew();
    const failure = new Error("broken");
    await expect(kept.use({ runFolder: folder, at: 200 }, {}, () => Promise.reject(failure))).rejects.toBe(
      failure,
    );
    await expectNew();
    await expect(usedAt(kept, folder, 900)).rejects.toThrow("0 to 800");
    await expectNew();
    await expect(usedAt(kept, "/no/such/run", 200)).rejects.toThrow("/no/such/run");
    await expectNew();
  });

  it("gives the numbers of a model that was opened for each measure", async () => {
    const clamps = [{ kind: "ablate", heads: ["L1H1"], from: 300 }];
    const folder = await finishedRun({ clamps });
    const kept = new KeptModel();
    for (const [name, at, more] of [
      ["attention", [104, 200], []],
      ["metrics", [304], [{ kind: "ablate", heads: ["L0H0"] }]],
      ["attention", null, []],
      ["attention", [504], []],
      ["weights", [0], []],
      ["induction", [400], []],
    ] as const) {
      const job = { runFolder: folder, name, at, clamps: more, options: {} };
      const { signal } = new AbortController();
      const result = await measure(job, () => undefined, signal, kept.use.bind(kept));
      expect(result).toEqual(await resultOf(folder, name, { at, clamps: more }));
    }
  });
});
