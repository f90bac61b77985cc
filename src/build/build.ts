import { rm } from "node:fs/promises";
import { buildKernels } from "./buildKernels.ts";
import { bundle } from "./bundle.ts";

// Builds everything that runs: the kernels, then `dist`.
await buildKernels();
if (!process.argv.includes("--kernels-only")) {
  await rm("dist", { recursive: true, force: true });
  await bundle("dist");
}
