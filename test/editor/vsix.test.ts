import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";

const vsix = inject("vsix");
const folder = mkdtempSync(join(tmpdir(), "optoscope-vsix-"));
const files = Object.entries(unzipSync(readFileSync(vsix)))
  .filter(([path]) => path.startsWith("extension/"))
  .map(([path, content]) => [path.slice("extension/".length), content] as const);

beforeAll(() => {
  for (const [path, content] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe("the packaged extension", () => {
  test("is smaller than 3 MB", () => {
    const { size } = statSync(vsix);
    process.stdout.write(`${vsix}: ${(size / 1024).toFixed(0)} KB\n`);
    expect(size).toBeLessThan(3_000_000);
  });

  test("has what users need, and nothing else", () => {
    const paths = files.map(([path]) => path);
    expect(paths).toEqual(
      expect.arrayContaining([
        "package.json",
        "package.nls.json",
        "dist/extension.js",
        "dist/trainer.js",
        "dist/measurer.js",
        "dist/cli.js",
        "dist/experiment.schema.json",
        "dist/webview/panel.js",
        "dist/resvg.wasm.br",
        "media/fonts/DejaVuSans-subset.ttf",
        "media/fonts/LICENSE.txt",
        "media/paper-curves/fig5b-loss.csv",
        "media/clamps/README.md",
        "media/icon.png",
        "media/optoscope.svg",
      ]),
    );
    const expected =
      /^(package(\.nls)?\.json|readme\.md|changelog\.md|LICENSE\.txt|media\/.+\.(svg|png|webp|css)|media\/fonts\/(.+\.ttf|LICENSE\.txt)|media\/paper-curves\/.+\.(csv|md)|media\/clamps\/README\.md|dist\/resvg\.wasm\.br|dist\/.+\.(js|LEGAL\.txt)|dist\/experiment\.schema\.json)$/i;
    expect(paths.filter((path) => !expected.test(path))).toEqual([]);
  });

  test("has every file that its manifest names", () => {
    const manifest = readFileSync(join(folder, "package.json"), "utf8");
    const named = [...manifest.matchAll(/"(?:\.\/)?((?:media|dist)\/[^"*]+)"/g)].map(([, path]) => path);
    expect(named.length).toBeGreaterThan(5);
    const paths = new Set(files.map(([path]) => path));
    expect(named.filter((path) => path === undefined || !paths.has(path))).toEqual([]);
  });

  // Outside of the repository, so that no node_modules is found on the way up.
  test.each([
    ["wasm", "3200"],
    ["tensorflow", "64"],
  ])("trains without node_modules, on %s", (runtime, sequences) => {
    const out = join(folder, `run-${runtime}`);
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [
        ...["dist/cli.js", "run", "preset:quick", "--out", out, "--json"],
        ...["--set", `training.sequences=${sequences}`, "--set", `engine.runtime=${runtime}`],
        ...["--set", "evaluation.every=32", "--set", "evaluation.sequences=32"],
      ],
      { cwd: folder, encoding: "utf8" },
    );
    expect(stderr).toBe("");
    expect(status).toBe(0);
    expect(stdout).toContain(`"sequences":${sequences}`);
    const record = JSON.parse(readFileSync(join(out, "run.json"), "utf8")) as {
      versions: { runtime: string };
    };
    expect(record.versions.runtime).toContain(runtime === "wasm" ? "wasm" : "tensorflow cpu");
  });
});
