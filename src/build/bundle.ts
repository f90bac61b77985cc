import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { BuildOptions, Metafile } from "esbuild";
import { build } from "esbuild";
import { experimentJsonSchema } from "../experiment/jsonSchema.ts";

/** What runs in Node, by the name of its file in `dist`: the command line, a training child process, the extension. */
const programs = {
  cli: "src/cli/main.ts",
  trainer: "src/training/main.ts",
  extension: "src/extension.ts",
} as const;

/** A program that is built. */
export type ProgramName = keyof typeof programs;

/** What runs in panels, by the name of its file in `dist`. */
const panels = {
  "webview/live": "webview/live/main.ts",
  "webview/compare": "webview/compare/main.ts",
} as const;

/** Names inside of programs stay as they are, so that a stack says where it was. */
const common = {
  bundle: true,
  sourcemap: true,
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "linked",
  logLevel: "warning",
} as const satisfies BuildOptions;

/** How programs are built: with shared chunks, and chunks that are loaded when they are needed. */
export function programOptions(folder: string, names: readonly ProgramName[]) {
  return {
    ...common,
    entryPoints: Object.fromEntries(names.map((name) => [name, programs[name]])),
    outdir: folder,
    splitting: true,
    chunkNames: "chunks/[name]-[hash]",
    platform: "node",
    target: "node20",
    format: "esm",
    banner: {
      // CommonJS packages inside of the bundle ask for Node's own modules by `require`.
      js: 'import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);',
    },
    external: ["vscode", "@tensorflow/tfjs-node"],
    metafile: true,
  } as const satisfies BuildOptions;
}

/** How panels are built: each one file, because their strict policy loads one script. */
export function panelOptions(folder: string) {
  return {
    ...common,
    entryPoints: { ...panels },
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

/**
 * Builds all that users need into a folder: the programs, the panels, and `experiment.schema.json`, by which editors
 * complete and check experiment files.
 */
export async function bundle(folder: string): Promise<void> {
  await Promise.all([
    bundlePrograms(folder, ["cli", "trainer", "extension"]),
    build(panelOptions(folder)),
    writeSchema(folder),
  ]);
}

async function writeSchema(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, "experiment.schema.json"),
    `${JSON.stringify(experimentJsonSchema(), null, 2)}\n`,
  );
}
