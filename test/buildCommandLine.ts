import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { TestProject } from "vitest/node";
import { bundlePrograms } from "../src/build/bundle.ts";
import { writeResvg } from "../src/build/writeResvg.ts";
import { writeSchema } from "../src/build/writeSchema.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Path of the built command line. */
    commandLine: string;
  }
}

/** Builds the command line once for all tests, into a folder like the package's: `dist`, and `media` beside it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "optoscope-build-"));
  const dist = join(folder, "dist");
  await bundlePrograms(dist, ["cli", "trainer", "measurer"]);
  await Promise.all([writeSchema(dist), writeResvg(dist), symlink(resolve("media"), join(folder, "media"))]);
  project.provide("commandLine", join(dist, "cli.js"));
  return () => rm(folder, { recursive: true, force: true });
}
