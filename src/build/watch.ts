import { context } from "esbuild";
import { bundle, extensionOptions, panelOptions, programOptions } from "./bundle.ts";
import { buildKernels } from "./buildKernels.ts";

// Builds everything once, then programs and panels again whenever one of their files changes, until Ctrl-C.
await buildKernels();
await bundle("dist");
for (const options of [
  programOptions("dist", ["cli", "trainer", "measurer", "reproducer"]),
  extensionOptions("dist"),
  panelOptions("dist"),
]) {
  await (await context({ ...options, logLevel: "info" })).watch();
}
