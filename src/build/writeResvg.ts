import { existsSync } from "node:fs";
import { copyFile, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";

/** Name of the file that `writeResvg` writes. */
export const resvgFile = "resvg.wasm.br";

/**
 * Writes the library that draws PNG files into a folder, compressed: unpacked it is larger than all the rest. As that
 * takes seconds, the result is kept beside the installed packages, which are newer after each change of its version.
 */
export async function writeResvg(folder: string): Promise<void> {
  const source = createRequire(import.meta.url).resolve("@resvg/resvg-wasm/index_bg.wasm");
  const kept = join(dirname(source), resvgFile);
  if (!existsSync(kept)) {
    const bytes = await readFile(source);
    const compressed = await promisify(brotliCompress)(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    });
    // Another build at the same time finds the whole file or none.
    const unfinished = `${kept}.${process.pid}`;
    await writeFile(unfinished, compressed);
    await rename(unfinished, kept);
  }
  await mkdir(folder, { recursive: true });
  await copyFile(kept, join(folder, resvgFile));
}
