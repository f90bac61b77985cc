import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { GroupDisplay } from "../../../src/cli/groupDisplay.ts";
import { summariseGroup } from "../../../src/cli/summariseGroup.ts";
import type { WantedEnd } from "../../../src/execution/runAll.ts";
import { runIds } from "../../../src/runs/runCatalogue.ts";
import { readMetrics, readRun, readStatus } from "../../../src/runs/runReader.ts";
import { sampleMetrics, sampleStatus } from "../runs/runFixtures.ts";
import { tinyExperiment } from "../tinyExperiment.ts";
import { expectError, optoscope, start, temporaryFolder, until } from "./commandLine.ts";

function sweepFile(folder: string, changes: object = {}): string {
  const file = join(folder, "s.opto.json");
  const sweep = { "seeds.init": [1, 2], "training.batch": [8, 16] };
  writeFileSync(file, JSON.stringify(tinyExperiment({ name: "s", sweep, ...changes })));
  return file;
}

interface Result {
  readonly group: string;
  readonly runs: readonly {
    name: string;
    folder: string;
    state: string;
    wasThere: boolean;
    values: object;
  }[];
}

describe("optoscope run of a sweep", () => {
  it("trains all of it as one group, and says how it ended", async () => {
    const folder = temporaryFolder();
    const { code, stdout, stderr } = await optoscope(["run", sweepFile(folder)], folder);
    expect(code, stderr).toBe(0);
    const root = join(folder, ".optoscope", "runs");
    const groups = runIds(root).map((id) => readRun(join(root, id)).record.group!);
    expect(groups).toHaveLength(4);
    expect(new Set(groups.map(({ id }) => id)).size).toBe(1);
    expect(groups.map(({ values }) => JSON.stringify(values)).sort()).toEqual([
      '{"seeds.init":1,"training.batch":16}',
      '{"seeds.init":1,"training.batch":8}',
      '{"seeds.init":2,"training.batch":16}',
      '{"seeds.init":2,"training.batch":8}',
    ]);
    expect(stderr).toContain("s: 4 runs, ");
    for (const name of ["seed 1 · batch 8", "seed 2 · batch 16"]) {
      expect(stderr).toMatch(new RegExp(`^${name}: finished · loss \\d`, "m"));
      expect(stdout).toMatch(new RegExp(`^${name} +finished( +\\d\\S*){3} +–$`, "m"));
    }
    expect(stdout).toContain("4 of 4 runs finished");
    expect(stderr).not.toContain("\x1b");
  });

  it("stops all on Ctrl-C, says how to go on, and goes on with the missing and the interrupted only", async () => {
    const folder = temporaryFolder();
    const long = {
      training: { sequences: 120_000 },
      evaluation: { every: 400 },
      // Each is flushed to the disk, which may be a slow one.
      checkpoints: { every: 20_000 },
      sweep: { "seeds.init": [1, 2, 3] },
    };
    const file = sweepFile(folder, long);
    const root = join(folder, "out");
    const args = ["run", file, "--out", root, "--parallel", "2"];
    const call = start(args, folder);
    // Evaluations are written at once; how far a run is, once a second.
    const trained = () => runIds(root).filter((id) => readMetrics(join(root, id)).lines.length > 1).length;
    mkdirSync(root);
    await until(() => trained() === 2);
    call.process.kill("SIGINT");
    const { code, stdout } = await call.ended;
    expect(code).toBe(130);
    expect(runIds(root).map((id) => readStatus(join(root, id)).status?.state)).toEqual([
      "stopped",
      "stopped",
    ]);
    expect(stdout).toMatch(/^seed 3 +not begun/m);
    expect(stdout).toContain(`Go on with: optoscope run ${file} --out ${root} --parallel 2 --continue\n`);
    const again = await optoscope([...args, "--continue", "--json"], folder);
    expect(again.code, again.stderr).toBe(0);
    expect(again.stderr).toBe("");
    const { group, runs } = JSON.parse(again.stdout) as Result;
    expect(group).toBe("s");
    expect(runs.map(({ name, state, values }) => [name, state, values])).toEqual(
      [1, 2, 3].map((seed) => [`seed ${seed}`, "finished", { "seeds.init": seed }]),
    );
    expect(runIds(root)).toHaveLength(3);
    const ids = runIds(root).map((id) => readRun(join(root, id)).record.group?.id);
    expect(new Set(ids).size).toBe(1);
    const third = await optoscope([...args, "--continue", "--json"], folder);
    expect((JSON.parse(third.stdout) as Result).runs.every(({ wasThere }) => wasThere)).toBe(true);
    expect(runIds(root)).toHaveLength(3);
  });

  it("tells what fails, trains the others, and fails as a whole", async () => {
    const folder = temporaryFolder();
    const source = { kind: "hdf5", file: "no.h5", dataset: "x" };
    const file = sweepFile(folder, { sweep: { "data.source": [{ kind: "one-hot" }, source] } });
    const { code, stdout, stderr } = await optoscope(["run", file], folder);
    expect(code).toBe(1);
    expect(stderr).toMatch(/failed: .*no\.h5/);
    expect(stdout).toContain("1 of 2 runs finished");
    expect(runIds(join(folder, ".optoscope", "runs"))).toHaveLength(1);
  });

  it("is refused where a value does not fit, and by commands that take one experiment", async () => {
    const folder = temporaryFolder();
    const wrong = await optoscope(["run", sweepFile(folder, { sweep: { "seeds.init": [1, -1] } })], folder);
    expectError(wrong, 1, 'sweep["seeds.init"][1]: expected at least 0, got -1');
    const out = join(folder, "trace.safetensors");
    const traced = await optoscope(["trace", sweepFile(folder), "--steps", "1", "--out", out], folder);
    expectError(traced, 1, "stands for several experiments");
    writeFileSync(join(folder, "one.opto.json"), JSON.stringify(tinyExperiment()));
    expectError(await optoscope(["run", "one.opto.json", "--parallel", "2"], folder), 2, "--parallel");
    expect(readFileSync(join(folder, "s.opto.json"), "utf8")).toContain("sweep");
  });
});

/** Begins what a terminal does not show. */
const escape = "\x1b";

const end = (changes: Partial<WantedEnd> = {}): WantedEnd => ({
  ...{ id: "x", folder: "/x", state: "finished", reason: null, wasThere: false },
  ...{ status: sampleStatus({ phaseChange: 212_000 }), metrics: sampleMetrics(1000) },
  ...changes,
});

describe("the display of a group", () => {
  const runs = Array.from({ length: 30 }, (_, seed) => ({
    name: `seed ${seed} · classes [50,1473,100]`,
    total: 1e6,
  }));

  function written(columns: number | undefined, use: (display: GroupDisplay) => void): string {
    const stream = new PassThrough({ highWaterMark: 1e6 });
    const terminal = columns === undefined ? { isTTY: false } : { isTTY: true, columns, rows: 24 };
    use(new GroupDisplay(Object.assign(stream, terminal) as NodeJS.WriteStream & PassThrough, false, runs));
    return String(stream.read() ?? "");
  }

  it.each([50, 80, 120])("fits into %i columns and the height of the terminal", (columns) => {
    const text = written(columns, (display) => {
      for (const place of runs.keys()) {
        display.update(place, null);
        display.update(place, {
          status: sampleStatus({ rate: 1234, secondsLeft: 60 }),
          metrics: sampleMetrics(1),
        });
      }
      display.end(0, end());
      display.end(
        1,
        end({ state: "failed", reason: "the file /a/long/path/to/some/features.h5 is missing" }),
      );
    });
    const lines = text.split(new RegExp(`\\n|\\r|${escape}\\[\\d*[AJ]`));
    for (const line of lines) expect(line.length, line).toBeLessThan(columns);
    const frames = text.split("\x1b[0J").map((frame) => frame.split("\n").length);
    expect(Math.max(...frames)).toBeLessThan(24);
    expect(text).toContain("seed 0 · classes [50,1473,100]: finished");
    expect(text).toContain("1 of 30 finished");
  });

  it("writes plain lines elsewhere, one for each run that ends", () => {
    const text = written(undefined, (display) => {
      display.update(0, null);
      display.end(0, end());
      display.end(1, end({ wasThere: true }));
      display.end(2, end({ state: "queued" }));
    });
    expect(text).toContain("seed 0 · classes [50,1473,100]: finished · loss ");
    expect(text).toContain("· phase change at 212k\n");
    expect(text).toContain("seed 1 · classes [50,1473,100]: has finished before\n");
    expect(text).not.toContain(escape);
    expect(text).not.toContain("seed 2 ");
  });

  it.each([50, 80, 120])("has a summary of %i columns", (columns) => {
    const names = runs.map(({ name }) => name);
    const text = summariseGroup(
      names,
      runs.map((_, place) => end({ state: place === 0 ? "queued" : "finished" })),
      columns,
    );
    for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(columns);
    expect(text).toContain("not begun");
    if (columns > 60)
      expect(text.split("\n")[2]).toMatch(/^seed 1 · classes \[50,1473,100\] +finished.* 212k$/);
  });
});
