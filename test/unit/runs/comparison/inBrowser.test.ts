import { readdirSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { expect, it } from "vitest";

const folder = join(import.meta.dirname, "../../../../src/runs/comparison");

it("a panel can have all of it: no schemas, nothing of Node, and little in all", async () => {
  const { metafile, outputFiles } = await build({
    stdin: {
      contents: readdirSync(folder)
        .filter((file) => !file.endsWith(".d.ts"))
        .map((file) => `export * from "./${file}";`)
        .join("\n"),
      resolveDir: folder,
    },
    bundle: true,
    format: "esm",
    platform: "browser",
    minify: true,
    write: false,
    metafile: true,
    logLevel: "silent",
  });
  const foreign = Object.keys(metafile.inputs).filter(
    (input) => input !== "<stdin>" && !/^src\/runs\/comparison\/\w+\.ts$/.test(input.replaceAll("\\", "/")),
  );
  expect(foreign.sort()).toEqual([
    ...["node_modules/jstat/dist/jstat.js", "src/data/deterministicMath.ts", "src/measures/phaseChange.ts"],
  ]);
  const [{ inputs }] = Object.values(metafile.outputs) as [(typeof metafile.outputs)[string]];
  const library = inputs["node_modules/jstat/dist/jstat.js"]!.bytesInOutput;
  expect(outputFiles[0]!.contents.length - library).toBeLessThan(50_000);
});
