import { execFileSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadExperiment } from "../../../src/experiment/loadExperiment.ts";
import { parseOverride } from "../../../src/experiment/overrides.ts";
import { UserError } from "../../../src/userError.ts";

let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "optoscope-"));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function failure(file: string): Promise<string> {
  const error: unknown = await loadExperiment(file).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(UserError);
  return (error as UserError).message;
}

async function write(name: string, content: string | Uint8Array): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, content);
  return file;
}

describe("loadExperiment", () => {
  it("gives the experiment and the absolute folder of the file, overrides applied", async () => {
    const file = await write("good.opto.json", '{ "name": "é", "seeds": { "init": 6 } }');
    const loaded = await loadExperiment(relative(process.cwd(), file), [parseOverride("seeds.data=3")]);
    expect(loaded.folder).toBe(folder);
    expect(loaded.experiment.name).toBe("é");
    expect(loaded.experiment.seeds).toEqual({ init: 6, data: 3, eval: 1 });
  });

  it("names the file in problems", async () => {
    const file = await write("bad.opto.json", '{\n "nam": 1 }');
    expect(await failure(file)).toContain(`\n${file}:2:2  nam: unknown key`);
  });

  it("explains a missing file, also below a file", async () => {
    const file = join(folder, "none.opto.json");
    expect(await failure(file)).toBe(`${file}: no such file; expected an experiment file (*.opto.json)`);
    const below = join(await write("plain", "x"), "x.opto.json");
    expect(await failure(below)).toBe(`${below}: no such file: part of its path is not a folder`);
  });

  it("explains a folder", async () => {
    const file = join(folder, "sub");
    await mkdir(file);
    expect(await failure(file)).toBe(`${file}: expected an experiment file, got a folder`);
  });

  it.skipIf(process.platform === "win32")("does not wait on a pipe", async () => {
    const file = join(folder, "pipe");
    execFileSync("mkfifo", [file]);
    expect(await failure(file)).toBe(`${file}: expected an experiment file, got a special file`);
  });

  it.skipIf(process.platform === "win32" || process.getuid?.() === 0)("explains missing rights", async () => {
    const file = await write("secret.opto.json", "{}");
    await chmod(file, 0o000);
    expect(await failure(file)).toBe(`${file}: not allowed to read this file`);
  });

  it("reads 5 MB and not a byte more", async () => {
    const full = await write("full.opto.json", "{}".padEnd(5_000_000, " "));
    expect((await loadExperiment(full)).experiment.name).toBe("base");
    const over = await write("over.opto.json", "{}".padEnd(5_000_001, " "));
    expect(await failure(over)).toBe(
      `${over}: expected an experiment file of at most 5 MB, got a larger one`,
    );
  });

  it("explains what is not UTF-8 text", async () => {
    const file = await write("binary.opto.json", new Uint8Array([0x89, 0x48, 0x44, 0x46, 0xff]));
    expect(await failure(file)).toBe(`${file}: expected JSON as UTF-8 text, got other bytes`);
  });
});
