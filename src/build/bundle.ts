import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { experimentJsonSchema } from "../experiment/jsonSchema.ts";

/**
 * Builds what users need into a folder: `cli.js`, the chunks that it loads when it needs them, and
 * `experiment.schema.json`, by which editors complete and check experiment files.
 */
export async function bundle(folder: string): Promise<void> {
  await build({
    entryPoints: { cli: "src/cli/main.ts" },
    outdir: folder,
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
  await writeFile(
    join(folder, "experiment.schema.json"),
    `${JSON.stringify(experimentJsonSchema(), null, 2)}\n`,
  );
}
