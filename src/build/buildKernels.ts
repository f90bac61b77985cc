import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const compiler = "node_modules/assemblyscript/bin/asc.js";
const source = "src/runtimes/wasm/kernels/index.ts";
const target = "src/runtimes/wasm/kernels.generated.ts";

/**
 * Compiles the kernels twice (SIMD, relaxed SIMD) and writes them as a module of base64 strings, so that one file
 * without assets is bundled, tested and shipped. Throws with the compiler's output where it fails.
 */
export async function buildKernels(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "optoscope-kernels-"));
  try {
    const [simd, relaxed] = await Promise.all([
      compile(join(folder, "simd.wasm"), []),
      compile(join(folder, "relaxed.wasm"), ["--enable", "relaxed-simd"]),
    ]);
    await writeFile(
      target,
      `/** The kernels, SIMD128: bit-identical on every machine. */\nexport const simdKernels = "${simd}";\n` +
        `/** The kernels with relaxed SIMD. */\nexport const relaxedKernels = "${relaxed}";\n`,
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A process of its own: the compiler's types would otherwise change those of `Array` in the whole project. */
async function compile(outFile: string, options: readonly string[]): Promise<string> {
  // AS112 warns of vectors in signatures between modules of ours; none reaches JavaScript.
  const common = ["--runtime", "stub", "--enable", "simd", "-O3", "--noAssert", "--disableWarning", "112"];
  await promisify(execFile)(process.execPath, [
    compiler,
    source,
    "--outFile",
    outFile,
    ...common,
    ...options,
  ]);
  return (await readFile(outFile)).toString("base64");
}
