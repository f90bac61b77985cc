import { chmodSync, existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { zipSync } from "fflate";
import h5wasm from "h5wasm/node";
import { describe, expect, it } from "vitest";
import { tinyExperiment } from "../tinyExperiment.ts";
import { expectError, optoscope, temporaryFolder, writeExperiment } from "./commandLine.ts";

/** Runs a file with this text; it must fail before there is a run folder. */
async function failing(text: string, ...named: (string | RegExp)[]): Promise<void> {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "bad.opto.json"), text);
  expectError(await optoscope(["run", "bad.opto.json"], folder), 1, "bad.opto.json", ...named);
  expect(existsSync(join(folder, ".optoscope"))).toBe(false);
}

describe("an experiment file", () => {
  it("that is missing, or a folder", async () => {
    const folder = temporaryFolder();
    expectError(await optoscope(["run", "none.opto.json"], folder), 1, "none.opto.json: no such file");
    expectError(await optoscope(["run", "."], folder), 1, /\.: /);
    expectError(await optoscope(["run", "preset:bse"], folder), 1, "preset:bse", 'did you mean "base"');
  });

  it("of malformed JSON", () =>
    failing('{\n  "name": "a",\n  "data" {}\n}', "bad.opto.json:3:10", "expected a colon"));

  it("of bytes that are no text", () => failing("\u0000\u0001\u0002", "bad.opto.json:1:1"));

  it("with unknown keys", () =>
    failing(
      '{\n  "modle": {},\n  "training": { "bach": 3 }\n}',
      "2:3  modle: unknown key",
      "3:17  training.bach",
    ));

  it("with hundreds of problems still fits on a screen", () =>
    failing(JSON.stringify({ clamps: Array(200).fill(1) })));

  it("with contradictory clamps", () =>
    failing(
      `{"clamps": [
  {"kind": "previous-token", "heads": ["L0H2"]},
  {"kind": "induction", "heads": ["L0H1", "L0H2"]}]}`,
      /3:\d+ {2}clamps\[1\]\.heads\[1\]: contradicts clamps\[0\] \(previous-token\)/,
    ));

  it("with a head that does not exist", () =>
    failing(
      '{"clamps": [\n{"kind": "ablate", "heads": ["L1H8"]}]}',
      "2:30  clamps[0].heads[0]: expected a head that the model has (L0H0 to L1H7), got L1H8",
    ));

  it("with an induction clamp where no pair matches", () =>
    failing(
      '{"data": {"support": false}, "clamps": [{"kind": "induction", "heads": ["L1H3"]}]}',
      "clamps[0].kind: no pair matches the query, because data.support is false",
    ));

  it("with a clamp that would hold in no step", async () => {
    const clamp = (window: object) =>
      JSON.stringify({ clamps: [{ kind: "ablate", heads: ["L1H3"], ...window }] });
    await failing(clamp({ from: 1_000_000 }), "clamps[0].from: the clamp would hold in no step");
    await failing(clamp({ from: 1, until: 32 }), "clamps[0].from: the clamp would hold in no step");
  });

  it("changed into nonsense by --set names the option", async () => {
    const folder = temporaryFolder();
    const ended = await optoscope(["run", writeExperiment(folder), "--set", "model.width=9"], folder);
    expectError(ended, 1, "--set model.width=9");
  });
});

describe("data", () => {
  const withSource = (folder: string, source: object) =>
    writeExperiment(folder, { data: { source, classes: [12, 0, 6], exemplars: [1, 1, 0] } });

  async function hdf5(file: string): Promise<void> {
    await h5wasm.ready;
    const opened = new h5wasm.File(file, "w");
    const data = Float32Array.from({ length: 18 * 2 * 24 }, (_, place) => (place * 7919) % 11);
    opened.create_dataset({ name: "feat", data, shape: [18, 2, 24] });
    opened.close();
  }

  it("from an HDF5 file next to the experiment are read; truncated or with another name they are explained", async () => {
    const folder = temporaryFolder();
    const file = join(folder, "features.h5");
    await hdf5(file);
    const good = withSource(folder, { kind: "hdf5", file: "features.h5", dataset: "feat" });
    const out = join(folder, "run");
    const ended = await optoscope(["run", good, "--out", out, "--quiet"]);
    expect(ended.code, ended.stderr).toBe(0);

    const wrong = withSource(folder, { kind: "hdf5", file: "features.h5", dataset: "feet" });
    expectError(
      await optoscope(["run", wrong], folder),
      1,
      "features.h5: feet: There is no such dataset",
      "feat (18, 2, 24)",
    );
    withSource(folder, { kind: "hdf5", file: "features.h5", dataset: "feat" });
    for (const size of [1000, 100, 0]) {
      truncateSync(file, size);
      expectError(await optoscope(["run", good], folder), 1, "features.h5: ");
    }
    expect(existsSync(join(folder, ".optoscope"))).toBe(false);
  });

  it("from a truncated or damaged NPZ file, or none", async () => {
    const folder = temporaryFolder();
    const experiment = withSource(folder, { kind: "omniglot", folder: "omniglot", dimension: 24 });
    expectError(await optoscope(["run", experiment], folder), 1, "Cannot open", join(folder, "omniglot"));
    mkdirSync(join(folder, "omniglot"));
    const name = join("omniglot", "images_background.npz");
    const archive = join(folder, name);
    writeFileSync(archive, zipSync({ "images.npy": new Uint8Array(5000).fill(7) }, { level: 0 }));
    expectError(await optoscope(["run", experiment], folder), 1, name);
    for (const size of [3000, 30, 0]) {
      truncateSync(archive, size);
      expectError(await optoscope(["run", experiment], folder), 1, name);
    }
  });

  it("from a file that a resumed run no longer finds", async () => {
    const folder = temporaryFolder();
    const file = join(folder, "features.h5");
    await hdf5(file);
    const out = join(folder, "run");
    const experiment = withSource(folder, { kind: "hdf5", file: "features.h5", dataset: "feat" });
    await optoscope(["run", experiment, "--out", out, "--quiet"]);
    const status = JSON.parse(readFileSync(join(out, "status.json"), "utf8")) as object;
    writeFileSync(join(out, "status.json"), JSON.stringify({ ...status, state: "stopped" }));
    truncateSync(file, 0);
    expectError(await optoscope(["resume", out]), 1, "features.h5: ");
  });
});

describe("a run folder that cannot be written", () => {
  it("because a part of its path is a file", async () => {
    const folder = temporaryFolder();
    const experiment = writeExperiment(folder);
    const out = join(experiment, "run");
    expectError(await optoscope(["run", experiment, "--out", out]), 1, out, "is a file, not a folder");
  });

  it.skipIf(process.platform !== "linux")("because the file system does not let it", async () => {
    const experiment = writeExperiment(temporaryFolder());
    expectError(
      await optoscope(["run", experiment, "--out", "/proc/optoscope/run"]),
      1,
      "/proc/optoscope/run",
    );
  });

  it.skipIf(process.platform === "win32" || process.getuid?.() === 0)("for lack of permission", async () => {
    const folder = temporaryFolder();
    const experiment = writeExperiment(folder);
    const locked = join(folder, "locked");
    mkdirSync(locked);
    chmodSync(locked, 0o500);
    expectError(
      await optoscope(["run", experiment, "--out", join(locked, "run")]),
      1,
      locked,
      "no permission",
    );
  });
});

it("the tiny experiment itself is fine", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "good.opto.json"), JSON.stringify(tinyExperiment()));
  expect((await optoscope(["run", "good.opto.json", "--quiet"], folder)).code).toBe(0);
});
