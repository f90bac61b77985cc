import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { promisify } from "node:util";
import { brotliDecompress } from "node:zlib";
import { initWasm, Resvg } from "@resvg/resvg-wasm";
import { packagedFile } from "../packagedFile.ts";

const fonts = ["media/fonts/DejaVuSans-subset.ttf", "media/fonts/DejaVuSans-Bold-subset.ttf"];

/** What draws SVG, with the fonts it has. */
export interface LoadedResvg {
  readonly Resvg: typeof Resvg;
  /** TrueType files. */
  readonly fonts: Uint8Array[];
}

let loading: Promise<LoadedResvg> | null = null;

/** Unpacks the library that draws SVG, once in a process. Throws a UserError where a part of it is missing. */
export function loadResvg(): Promise<LoadedResvg> {
  loading ??= load().catch((error: unknown) => {
    loading = null;
    throw error;
  });
  return loading;
}

async function load(): Promise<LoadedResvg> {
  const [module, ...buffers] = await Promise.all([
    readModule(),
    ...fonts.map((path) => readFile(packagedFile(path))),
  ]);
  await initWasm(module);
  return { Resvg, fonts: buffers };
}

async function readModule(): Promise<Uint8Array<ArrayBuffer>> {
  const source = installedModule();
  if (source !== null) return readFile(source);
  return promisify(brotliDecompress)(await readFile(packagedFile("dist/resvg.wasm.br")));
}

/** Where the packages are installed, as in a checkout of the source, the library is there, and not yet built. */
function installedModule(): string | null {
  try {
    const file = createRequire(import.meta.url).resolve("@resvg/resvg-wasm/index_bg.wasm");
    return existsSync(file) ? file : null;
  } catch {
    return null;
  }
}
