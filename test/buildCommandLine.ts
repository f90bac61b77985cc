import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { bundlePrograms } from "../src/build/bundle.ts";
import { writeSchema } from "../src/build/writeSchema.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Path of the built command line. */
    commandLine: string;
  }
}

/** Builds the command line once for all tests, into a folder of its own. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "optoscope-build-"));
  await bundlePrograms(folder, ["cli", "trainer"]);
  await writeSchema(folder);
  project.provide("commandLine", join(folder, "cli.js"));
  return () => rm(folder, { recursive: true, force: true });
}
