import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { makeFolder } from "../../../src/runs/makeFolder.ts";
import { temporaryFolder } from "./runFixtures.ts";

describe("makeFolder", () => {
  it("makes parents, and says whether the folder is new", () => {
    const folder = join(temporaryFolder(), "a", "b", "c");
    expect(makeFolder(folder)).toBe(true);
    expect(existsSync(folder)).toBe(true);
    expect(makeFolder(folder)).toBe(false);
    expect(makeFolder(join(folder, ".."))).toBe(false);
  });

  it("refuses a path through a file", () => {
    const file = join(temporaryFolder(), "plain");
    writeFileSync(file, "");
    expect(() => makeFolder(file)).toThrow(/EEXIST/);
    expect(() => makeFolder(join(file, "a", "b"))).toThrow(/ENOTDIR|ENOENT/);
  });

  it.skipIf(process.platform !== "linux")("ends where the system refuses folders", () => {
    const module = pathToFileURL(join(import.meta.dirname, "../../../src/runs/makeFolder.ts")).href;
    const code = `
      const { makeFolder } = await import(${JSON.stringify(module)});
      try { makeFolder("/proc/optoscope/run"); } catch (error) { console.log(error.code); }`;
    // In another process, because an endless loop would stop the tests.
    const ended = spawnSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", code], {
      timeout: 30_000,
      encoding: "utf8",
    });
    expect(ended.stdout.trim()).toBe("ENOENT");
  });
});
