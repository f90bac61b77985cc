import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { loadExperiment } from "../../../src/experiment/loadExperiment.ts";

const folder = resolve(import.meta.dirname, "../../fixtures/sample");
const files = readdirSync(folder);

test("the sample workspace has experiments, and none has a problem", async () => {
  expect(files.filter((file) => file.endsWith(".opto.json")).length).toBeGreaterThanOrEqual(2);
  await Promise.all(files.map((file) => loadExperiment(join(folder, file))));
});
