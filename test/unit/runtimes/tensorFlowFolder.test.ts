import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { loadTensorFlow } from "../../../src/runtimes/tensorflow/loadTensorFlow.ts";

/** A folder that the environment names, with a native package of that source, or without one. */
function folderWith(source: string | null): string {
  const folder = mkdtempSync(join(tmpdir(), "optoscope-tensorflow-"));
  if (source !== null) {
    const installed = join(folder, "node_modules", "@tensorflow", "tfjs-node");
    mkdirSync(installed, { recursive: true });
    writeFileSync(join(installed, "index.js"), source);
  }
  vi.stubEnv("OPTOSCOPE_TENSORFLOW_FOLDER", folder);
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });
  return folder;
}

test("uses the native package of the folder that the environment names", async () => {
  folderWith(`
    console.log("Hello");
    module.exports = { ready: async () => {}, getBackend: () => "tensorflow", version: { "tfjs-node": "of the folder" } };
  `);
  expect((await loadTensorFlow()).name).toBe("tensorflow node of the folder");
});

test("says which folder lacks the package, instead of computing with another", async () => {
  const folder = folderWith(null);
  await expect(loadTensorFlow()).rejects.toMatchObject({
    name: "UserError",
    message: expect.stringContaining(`${folder}: the folder has no @tensorflow/tfjs-node`) as string,
  });
});

test.each([
  ['throw new Error("no binary\\nand a page of advice");', "no binary"],
  ['module.exports = { ready: async () => {}, getBackend: () => "cpu" };', "it has no native backend"],
])("says what is wrong with the folder's package: %s", async (source, reason) => {
  const folder = folderWith(source);
  await expect(loadTensorFlow()).rejects.toMatchObject({
    name: "UserError",
    message: `${folder}: @tensorflow/tfjs-node in this folder does not work: ${reason}`,
  });
});
