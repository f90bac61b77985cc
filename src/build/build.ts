import { rm } from "node:fs/promises";
import { build } from "esbuild";
import { buildKernels } from "./buildKernels.ts";

if (process.argv.includes("--kernels-only")) await buildKernels();
else await bundle();

/** Builds everything that runs: `dist/cli.js` and the files that it loads when it needs them. */
async function bundle(): Promise<void> {
  await buildKernels();
  await rm("dist", { recursive: true, force: true });
  await build({
    entryPoints: { cli: "src/cli/main.ts" },
    outdir: "dist",
    bundle: true,
    splitting: true,
    chunkNames: "chunks/[name]-[hash]",
    platform: "node",
    target: "node20",
    format: "esm",
    sourcemap: true,
    minifySyntax: true,
    legalComments: "linked",
    banner: {
      // CommonJS packages inside of the bundle ask for Node's own modules by `require`.
      js: 'import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);',
    },
    external: ["@tensorflow/tfjs-node"],
    logLevel: "warning",
  });
}
