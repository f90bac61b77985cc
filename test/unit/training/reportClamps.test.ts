import { readFileSync, writeFileSync } from "node:fs";
import { afterEach, describe, expect, it, vi } from "vitest";
import { previousToken } from "../../../src/clamps/previousToken.ts";
import { runPaths } from "../../../src/runs/runPaths.ts";
import { reopenRun } from "../../../src/training/openRun.ts";
import { ask, create, events, finish, kinds, long, runFolder } from "./tinyRun.ts";
import { transformer } from "./tinyTraining.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

const previous = { kind: "previous-token", heads: ["L0H1"], strength: 0.9 };
const measurements = (folder: string) => events(folder).filter(({ kind }) => kind === "clamp-measured");
const interruptAtOnce = (_: unknown, interrupt: () => void) => {
  interrupt();
};
const interruptLater = ({ sequences }: { sequences: number }, interrupt: () => void) => {
  if (sequences > 0) interrupt();
};

describe("the events of a run", () => {
  it("say right after a clamp began to hold what was measured of it, once", async () => {
    const folder = runFolder();
    const ablate = { kind: "ablate", heads: ["L1H0"], from: 400 };
    await finish(await create(folder, { clamps: [previous, ablate] }));
    expect(events(folder).filter(({ kind }) => kind.startsWith("clamp"))).toMatchObject([
      { kind: "clamp-on", id: "0", sequences: 0 },
      { kind: "clamp-measured", id: "0", sequences: 0, sites: ["blocks.0.attn.hook_pattern"] },
      { kind: "clamp-on", id: "1", sequences: 400 },
      { kind: "clamp-measured", id: "1", sequences: 400, clamp: ablate, deviation: 0 },
    ]);
    expect(kinds(folder)).not.toContain("warning");
  });

  it("say of a clamp that was set on request what was measured of it", async () => {
    const folder = runFolder();
    const opened = await create(folder, long);
    ask(folder, { kind: "clamp", id: "mine", clamp: previous }, { kind: "stop" });
    const { sequences } = await finish(opened);
    expect(kinds(folder).slice(1, 4)).toEqual(["clamp-on", "clamp-measured", "checkpoint"]);
    expect(events(folder)[2]).toMatchObject({ id: "mine", sequences, clamp: previous });
  });

  it("warn of a clamp that does not do what it says", async () => {
    const rewrites = previousToken.rewrites.bind(previousToken);
    vi.spyOn(previousToken, "rewrites").mockImplementation((held, shape) =>
      rewrites({ ...held, strength: 0.5 }, shape),
    );
    const folder = runFolder();
    await finish(await create(folder, { clamps: [previous] }));
    expect(kinds(folder).slice(1, 4)).toEqual(["clamp-on", "clamp-measured", "warning"]);
    const [, , measured, warning] = events(folder);
    expect(measured).toMatchObject({ deviation: expect.closeTo(0.4, 6) as number });
    const message = /^clamp 0: blocks\.0\.attn\.hook_pattern deviates by up to 0\.4/;
    expect(warning).toMatchObject({ message: expect.stringMatching(message) as string });
  });

  it("warn of a clamp that cannot be measured, because activations are not numbers", async () => {
    const folder = runFolder();
    const opened = await create(folder, { clamps: [{ kind: "ablate", heads: ["L0H0"] }] });
    const { runtime } = transformer(opened.trainer).workbench;
    const parameters = runtime.read("parameters");
    parameters.get("blocks.0.attn.W_Q")!.fill(Number.NaN);
    runtime.write("parameters", parameters);
    await finish(opened);
    expect(kinds(folder)).toEqual(["started", "clamp-on", "warning", "diverged"]);
  });
});

describe("a run that goes on", () => {
  it("does not measure again what was measured before", async () => {
    const folder = runFolder();
    const changes = { ...long, clamps: [previous] };
    await finish(await create(folder, changes), interruptLater);
    await finish(await reopenRun(folder), interruptLater);
    await finish(await reopenRun(folder), interruptAtOnce);
    expect(measurements(folder)).toHaveLength(1);
  });

  it("measures what was never measured, even if its old events cannot be read", async () => {
    const folder = runFolder();
    const { sequences } = await finish(await create(folder, { ...long, clamps: [previous] }), interruptLater);
    const file = runPaths(folder).events;
    const lines = readFileSync(file, "utf8").split("\n");
    writeFileSync(file, lines.filter((line) => !line.includes("clamp-measured")).join("\n"));
    await finish(await reopenRun(folder), interruptAtOnce);
    expect(measurements(folder)).toMatchObject([{ id: "0", sequences, clamp: previous }]);
    expect(kinds(folder).filter((kind) => kind === "clamp-on")).toHaveLength(1);

    const damaged = readFileSync(file, "utf8").replace('"started"', '"stårted"');
    writeFileSync(file, damaged);
    await finish(await reopenRun(folder), interruptAtOnce);
    expect(readFileSync(file, "utf8").match(/clamp-measured/g)).toHaveLength(2);
  });

  it("measures nothing that holds no more", async () => {
    const folder = runFolder();
    const changes = { ...long, clamps: [{ ...previous, until: 8 }], checkpoints: { every: 8 } };
    await finish(await create(folder, changes), interruptLater);
    const before = measurements(folder).length;
    await finish(await reopenRun(folder), interruptAtOnce);
    expect(measurements(folder)).toHaveLength(before);
  });
});
