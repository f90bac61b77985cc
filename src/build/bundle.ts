import { build } from "esbuild";

/** Bundles the command line into a folder: `cli.js` and the chunks that it loads when it needs them. */
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
}
