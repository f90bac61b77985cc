import type { BuildOptions } from "esbuild";
import { build } from "esbuild";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parameterSpecs } from "../../../src/model/parameters.ts";
import { loadTensorFlow } from "../../../src/runtimes/tensorflow/loadTensorFlow.ts";
import { WasmRuntime } from "../../../src/runtimes/wasm/wasmRuntime.ts";
import { clampSets, tinyRun, tinyShape } from "../../numerics/tinyRun.ts";

const packages = resolve("node_modules/@tensorflow");
const nativePackage = join(packages, "tfjs-node");
const folders: string[] = [];
let bundles: string;

/** Trains two models for two steps in the runtime that is asked for. */
const entry = `
  import util from "node:util";
  import { createRuntime } from "./src/runtimes/createRuntime.ts";
  import { parameterSpecs } from "./src/model/parameters.ts";
  import { clampSets, tinyRun, tinyShape } from "./test/numerics/tinyRun.ts";
  if (process.argv[3] === "as in Node 23") delete util.isNullOrUndefined;
  const results = [];
  for (const changes of [{ mlpRatio: 4 }, { positions: "learned", causal: false }]) {
    const shape = tinyShape(changes);
    const runtime = await createRuntime(parameterSpecs(shape), { runtime: process.argv[2], fast: false });
    const { step } = tinyRun(runtime, { shape, clamps: clampSets["a combination"] });
    results.push({ name: runtime.name, losses: [step(0), step(1)] });
    runtime.dispose();
  }
  console.log(JSON.stringify({ results, isLoaded: "_tfengine" in globalThis }));
`;

/**
 * A package that is like the native one: CommonJS, its backend called tensorflow, all derivatives registered, and
 * calling a function that Node 23 has no more.
 */
const working = `
  import * as tf from "@tensorflow/tfjs-core";
  import { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
  import "@tensorflow/tfjs-core/dist/register_all_gradients.js";
  if (!require("util").isNullOrUndefined(undefined)) throw new Error("wrong");
  console.log("Hello");
  tf.enableProdMode();
  tf.copyRegisteredKernels("cpu", "tensorflow");
  tf.registerBackend("tensorflow", () => new MathBackendCPU(), 3);
  tf.setBackend("tensorflow");
  export * from "@tensorflow/tfjs-core";
  export const version = { "tfjs-node": "4.22.0" };
`;

beforeAll(async () => {
  bundles = await temporary();
  const bundle = (contents: string, options: BuildOptions) =>
    build({
      stdin: { contents, resolveDir: process.cwd(), loader: "js" },
      bundle: true,
      platform: "node",
      target: "node20",
      logLevel: "silent",
      ...options,
    });
  await bundle(entry, {
    outfile: join(bundles, "entry.mjs"),
    format: "esm",
    external: ["@tensorflow/tfjs-node"],
    // What TensorFlow.js' CommonJS code calls to find Node's own modules.
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
  });
  await bundle(working, {
    outfile: join(bundles, "working.cjs"),
    format: "cjs",
    mainFields: ["module", "main"],
  });
});

afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true });
});

async function temporary(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "optoscope-tensorflow-"));
  folders.push(folder);
  return folder;
}

/** Runs the bundle in a process of its own, where the native package is what `install` makes of it. */
async function runWith(
  install: (folder: string) => Promise<void>,
  ...args: string[]
): Promise<{ result: unknown; stderr: string }> {
  const home = await temporary();
  await symlink(join(bundles, "entry.mjs"), join(home, "entry.mjs"));
  await mkdir(join(home, "node_modules", "@tensorflow"), { recursive: true });
  await install(join(home, "node_modules", "@tensorflow", "tfjs-node"));
  const command = ["--preserve-symlinks-main", join(home, "entry.mjs"), ...args];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, command);
  return { result: JSON.parse(stdout), stderr };
}

async function writePackage(folder: string, source: string): Promise<void> {
  await mkdir(folder);
  await writeFile(join(folder, "package.json"), '{ "name": "@tensorflow/tfjs-node", "main": "index.js" }');
  await writeFile(join(folder, "index.js"), source);
}

/** What `wasm` computes, which TensorFlow must compute too. */
function expectTrained({ result, stderr }: { result: unknown; stderr: string }, name: string): void {
  const { results, isLoaded } = result as { results: { losses: number[] }[]; isLoaded: boolean };
  expect(stderr).toBe("");
  expect(isLoaded).toBe(!name.startsWith("wasm"));
  const expected = [tinyShape({ mlpRatio: 4 }), tinyShape({ positions: "learned", causal: false })].map(
    (shape) => {
      const { step } = tinyRun(new WasmRuntime(parameterSpecs(shape), { fast: false }), {
        shape,
        clamps: clampSets["a combination"] ?? [],
      });
      return { name, losses: [step(0), step(1)].map((loss): unknown => expect.closeTo(loss, 4)) };
    },
  );
  expect(results).toEqual(expected);
}

test("loads plain JavaScript where there is no native package", async () => {
  expectTrained(await runWith(() => Promise.resolve(), "tensorflow"), "tensorflow cpu 4.22.0");
});

test.skipIf(!existsSync(nativePackage))("copes with a native package without its binary", async () => {
  const hasBinary = existsSync(join(nativePackage, "lib"));
  const ran = await runWith((folder) => symlink(nativePackage, folder), "tensorflow");
  const name = hasBinary ? "tensorflow node 4.22.0" : "tensorflow cpu 4.22.0";
  expectTrained(ran, name);
});

test("copes with a native package that throws", async () => {
  const source = 'console.error("so loud"); throw new Error("no such processor");';
  expectTrained(
    await runWith((folder) => writePackage(folder, source), "tensorflow"),
    "tensorflow cpu 4.22.0",
  );
});

test("copes with a native package that registers no backend", async () => {
  const source = 'module.exports = { ready: async () => {}, getBackend: () => "cpu" };';
  expectTrained(
    await runWith((folder) => writePackage(folder, source), "tensorflow"),
    "tensorflow cpu 4.22.0",
  );
});

test.each(["as it is", "as in Node 23"])("uses a native package that works, %s", async (node) => {
  const source = `module.exports = require(${JSON.stringify(join(bundles, "working.cjs"))});`;
  const ran = await runWith((folder) => writePackage(folder, source), "tensorflow", node);
  expectTrained(ran, "tensorflow node 4.22.0");
});

test("nothing of TensorFlow is loaded for the wasm runtime", async () => {
  const source = 'throw new Error("loaded");';
  expectTrained(await runWith((folder) => writePackage(folder, source), "wasm"), "wasm simd128");
});

test("loads in this process, and leaves the console as it was", async () => {
  const { log, warn } = console;
  const { tf, name } = await loadTensorFlow();
  expect(name).toMatch(/^tensorflow (cpu|node) 4\.22\.0$/);
  expect([...tf.add(tf.tensor([1, 2]), 1).dataSync()]).toEqual([2, 3]);
  expect([console.log, console.warn]).toEqual([log, warn]);
});
