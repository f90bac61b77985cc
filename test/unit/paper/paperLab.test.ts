import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, inject, it } from "vitest";
import type { Experiment } from "../../../src/experiment/experimentSchema.ts";
import type { LabOptions, LabTask } from "../../../src/paper/paperLab.ts";
import { PaperLab } from "../../../src/paper/paperLab.ts";
import { runIds } from "../../../src/runs/runCatalogue.ts";
import { readStatus } from "../../../src/runs/runReader.ts";
import { runsRoot, trainerFile } from "../execution/poolFixture.ts";
import { tiny } from "../training/tinyTraining.ts";

const seeded = (init: number, changes: object = {}): Experiment =>
  tiny({ name: `run${init}`, seeds: { init }, ...changes });

function lab(root: string, changes: Partial<LabOptions> = {}): { lab: PaperLab; told: string[] } {
  const told: string[] = [];
  const options: LabOptions = {
    ...{ root, folder: root, trainer: trainerFile(), quick: true, parallel: 2, group: "figX" },
    measurer: join(dirname(inject("commandLine")), "measurer.js"),
    signal: new AbortController().signal,
    log: (text) => told.push(text),
    ...changes,
  };
  return { lab: new PaperLab(options), told };
}

describe("a lab's runs", () => {
  it("are trained once: given twice, asked for again, and by another lab", async () => {
    const root = runsRoot();
    const first = lab(root);
    const runs = await first.lab.run([seeded(1), seeded(2), seeded(1, { name: "same" })]);
    expect(runs.map(({ name }) => name)).toEqual(["run1", "run2", "same"]);
    expect(runs[2]!.id).toBe(runs[0]!.id);
    expect([...runs[0]!.curves.sequences]).toEqual([0, 200, 400, 600, 800]);
    expect(runs[0]!.record.group).toMatchObject({ name: "figX" });
    expect(runs[1]!.record.group?.id).toBe(runs[0]!.record.group?.id);
    expect(runIds(root)).toHaveLength(2);
    const [again] = await first.lab.run([seeded(2)]);
    expect(again!.id).toBe(runs[1]!.id);
    const second = lab(root, { trainer: "/no/such/trainer.js" });
    expect((await second.lab.run([seeded(1), seeded(2)])).map(({ id }) => id)).toEqual([
      runs[0]!.id,
      runs[1]!.id,
    ]);
    expect(second.told.every((text) => text.includes("used again"))).toBe(true);
    expect(runIds(root)).toHaveLength(2);
  });

  it("that are cancelled are resumed by the next lab", async () => {
    const root = runsRoot();
    const cancel = new AbortController();
    // Few checkpoints: each is flushed to the disk, which may be a slow one.
    const rare = { evaluation: { every: 2000 }, checkpoints: { every: 100_000 } };
    const long = seeded(1, { training: { sequences: 2_000_000 }, ...rare });
    const tasks: (readonly LabTask[])[] = [];
    const first = lab(root, {
      signal: cancel.signal,
      onTasks: (now) => {
        tasks.push(now);
        if (now.some(({ fraction }) => fraction > 0)) cancel.abort();
      },
    });
    await expect(first.lab.run([long])).rejects.toThrow("cancelled");
    const [id] = runIds(root);
    expect(readStatus(join(root, id!)).status?.state).toBe("stopped");
    expect(tasks.at(-1)).toEqual([]);
    const [run] = await lab(root).lab.run([long]);
    expect(run!.id).toBe(id);
    expect(run!.curves.sequences.at(-1)).toBe(2_000_000);
  });

  it("that fail are named with the reason", async () => {
    const root = runsRoot();
    const missing = seeded(1, { data: { source: { kind: "hdf5", file: "no.h5", dataset: "x" } } });
    await expect(lab(root).lab.run([missing, seeded(2)])).rejects.toThrow(/the run run1 failed: .*no\.h5/s);
    // The other one was trained all the same.
    expect(runIds(root)).toHaveLength(1);
  });
});

describe("a lab's measures", () => {
  it("are kept in the run's folder, by all that they depend on", async () => {
    const root = runsRoot();
    const first = lab(root);
    const [run] = await first.lab.run([seeded(1)]);
    const clamped = { clamps: [{ kind: "induction", heads: ["L1H0"] }] };
    const [end, same, other, earlier] = await Promise.all([
      first.lab.measure(run!, "induction"),
      first.lab.measure(run!, "induction"),
      first.lab.measure(run!, "induction", clamped),
      first.lab.measure(run!, "induction", { at: [200, 400] }),
    ]);
    expect(same).toBe(end);
    expect(other.results[0]!.value.heads["L1H0"]).toBe(1);
    expect(earlier.results.map(({ sequences }) => sequences)).toEqual([200, 400]);
    const folder = join(run!.folder, "measures");
    expect(readdirSync(folder)).toHaveLength(3);
    // Nothing is computed: there is nothing that could.
    const second = lab(root, { measurer: "/no/such/measurer.js" });
    expect(await second.lab.measure(run!, "induction", clamped)).toEqual(other);
    await expect(second.lab.measure(run!, "previous-token")).rejects.toThrow(/measure/);
    for (const name of readdirSync(folder)) writeFileSync(join(folder, name), "{");
    await expect(second.lab.measure(run!, "induction", { at: [200, 400] })).rejects.toThrow(/measure/);
    expect(await lab(root).lab.measure(run!, "induction")).toEqual(end);
    rmSync(folder, { recursive: true });
  });
});
