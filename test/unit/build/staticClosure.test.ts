import { mkdtempSync, rmSync } from "node:fs";
import { isBuiltin } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Metafile } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundleExtension, bundlePrograms } from "../../../src/build/bundle.ts";
import { staticClosure } from "../../../src/build/staticClosure.ts";

const folder = mkdtempSync(join(tmpdir(), "optoscope-closure-"));
let programs: Metafile;
let extension: Metafile;

beforeAll(async () => {
  [programs, extension] = await Promise.all([
    bundlePrograms(folder, ["cli", "trainer", "measurer", "reproducer"]),
    bundleExtension(folder),
  ]);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function closureOf(program: string) {
  const metafile = program === "extension" ? extension : programs;
  const output = Object.keys(metafile.outputs).find((path) => path.endsWith(`/${program}.js`));
  return staticClosure(metafile, output ?? program);
}

/** What no window of VS Code should wait for. */
const tooMuch =
  /^src\/(runtimes|training|cli|build|graph\/(passes\/|.*(optimise|differentiate)))|^src\/model\/transformer|kernels|node_modules\/(h5wasm|@tensorflow|chart|@vscode)/;

describe("what is loaded at once", () => {
  test("the extension has neither kernels nor the model, a runtime, the training loop, HDF5 or TensorFlow", () => {
    const { inputs } = closureOf("extension");
    expect(inputs).toContain("src/extension.ts");
    expect(inputs.filter((input) => tooMuch.test(input))).toEqual([]);
    expect(closureOf("cli").inputs.some((input) => tooMuch.test(input))).toBe(true);
  });

  test("the extension is one file, which imports nothing but VS Code and what Node has", () => {
    const files = Object.entries(extension.outputs).filter(([path]) => path.endsWith(".js"));
    expect(files.map(([path]) => path.split("/").at(-1))).toEqual(["extension.js"]);
    const imports = files.flatMap(([, file]) => file.imports.map(({ path }) => path));
    expect(imports).toContain("vscode");
    expect(imports.filter((path) => path !== "vscode" && !isBuiltin(path))).toEqual([]);
  });

  test("the extension stays small", () => {
    const { bytes } = closureOf("extension");
    process.stdout.write(`extension.js with what it loads at once: ${(bytes / 1024).toFixed(0)} KB\n`);
    expect(bytes).toBeLessThan(1024 * 1024);
  });

  test("the extension makes no figures itself, and what does trains nothing itself", () => {
    const figures = /^src\/paper\/figures\/|resvg|^src\/figures\/.*Svg/;
    expect(closureOf("extension").inputs.filter((input) => figures.test(input))).toEqual([]);
    const { inputs } = closureOf("reproducer");
    expect(inputs.some((input) => figures.test(input))).toBe(true);
    expect(inputs.filter((input) => tooMuch.test(input))).toEqual([]);
  });

  test.each(["trainer", "measurer", "cli", "reproducer"])(
    "%s loads TensorFlow and HDF5 when they are asked for",
    (program) => {
      const { inputs } = closureOf(program);
      expect(inputs.filter((input) => /node_modules\/(h5wasm|@tensorflow)/.test(input))).toEqual([]);
    },
  );

  test("what is loaded later is in the build", () => {
    const all = Object.values(programs.outputs).flatMap(({ inputs }) => Object.keys(inputs));
    for (const part of [
      "node_modules/h5wasm/",
      "node_modules/@tensorflow/tfjs-backend-cpu/",
      "kernels.generated",
    ]) {
      expect(all.some((input) => input.includes(part))).toBe(true);
    }
  });
});
