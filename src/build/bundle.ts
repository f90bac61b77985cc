import type { BuildOptions, Metafile } from "esbuild";
import { build } from "esbuild";
import { writeResvg } from "./writeResvg.ts";
import { writeSchema } from "./writeSchema.ts";

/**
 * What runs in Node by itself, by the name of its file in `dist`: the command line, and child processes that train,
 * measure, and make figures.
 */
const programs = {
  cli: "src/cli/main.ts",
  trainer: "src/training/main.ts",
  measurer: "src/analysis/main.ts",
  reproducer: "src/paper/main.ts",
} as const;

/** A program that is built. */
export type ProgramName = keyof typeof programs;

/** Names inside of programs stay as they are, so that a stack says where it was. */
const common = {
  bundle: true,
  sourcemap: true,
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "linked",
  // h5wasm carries its WebAssembly as a string of odd letters, which would take a third more room as escapes.
  charset: "utf8",
  logLevel: "warning",
} as const satisfies BuildOptions;

const inNode = {
  ...common,
  platform: "node",
  target: "node20",
  format: "esm",
  metafile: true,
} as const satisfies BuildOptions;

/** How programs are built: with shared chunks, and chunks that are loaded when they are needed. */
export function programOptions(folder: string, names: readonly ProgramName[]) {
  return {
    ...inNode,
    entryPoints: Object.fromEntries(names.map((name) => [name, programs[name]])),
    outdir: folder,
    splitting: true,
    chunkNames: "chunks/[name]-[hash]",
    banner: {
      // CommonJS packages inside of the bundle ask for Node's own modules by `require`.
      js: 'import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);',
    },
    external: ["@tensorflow/tfjs-node"],
  } as const satisfies BuildOptions;
}

/**
 * How the extension is built: as one file. While a window starts, the extension host is busy with other extensions, and
 * turns to them between any two files that it loads.
 */
export function extensionOptions(folder: string) {
  return {
    ...inNode,
    entryPoints: { extension: "src/extension.ts" },
    outdir: folder,
    // It knows how an HDF5 source is described, and leaves the reading to trainers.
    external: ["vscode", "h5wasm"],
  } as const satisfies BuildOptions;
}

/**
 * How panels are built: all as one file. Their strict policy loads one script, so that a file for each panel would hold
 * charts, controls and all that panels share once more.
 */
export function panelOptions(folder: string) {
  return {
    ...common,
    entryPoints: { "webview/panel": "webview/main.ts" },
    outdir: folder,
    platform: "browser",
    target: "es2022",
    format: "iife",
    minifyIdentifiers: true,
  } as const satisfies BuildOptions;
}

/** Builds some of the programs into a folder, and returns what went into them. */
export async function bundlePrograms(folder: string, names: readonly ProgramName[]): Promise<Metafile> {
  return (await build(programOptions(folder, names))).metafile;
}

/** Builds the extension into a folder, and returns what went into it. */
export async function bundleExtension(folder: string): Promise<Metafile> {
  return (await build(extensionOptions(folder))).metafile;
}

/**
 * Builds all that users need into a folder: the programs, the panels, and `experiment.schema.json`, by which editors
 * complete and check experiment files; and the library that draws PNG files.
 */
export async function bundle(folder: string): Promise<void> {
  await Promise.all([
    bundlePrograms(folder, ["cli", "trainer", "measurer", "reproducer"]),
    bundleExtension(folder),
    build(panelOptions(folder)),
    writeSchema(folder),
    writeResvg(folder),
  ]);
}
