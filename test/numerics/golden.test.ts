import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { resolveExperiment } from "../../src/experiment/resolveExperiment.ts";
import { Trainer } from "../../src/training/trainer.ts";
import { setUpWorkbench } from "../../src/training/workbench.ts";

/** SHA-256 by experiment. Made again with `UPDATE_GOLDEN=1 npx vitest run test/numerics/golden.test.ts`. */
const file = fileURLToPath(new URL("../fixtures/golden.json", import.meta.url));

const isUpdating = process.env["UPDATE_GOLDEN"] === "1";

const experiments: Readonly<Record<string, object>> = {
  default: {},
  clamped: {
    clamps: [
      { kind: "ablate", heads: ["L0H0", "L1H0", "L1H5"] },
      { kind: "previous-token", heads: ["L0H2"], strength: 0.9 },
      { kind: "previous-token", heads: ["L0H3"], positions: "labels", from: 1600 },
      { kind: "induction", heads: ["L1H3"], strength: 0.8, until: 4800 },
    ],
  },
  "odd sizes": {
    data: { pairs: 3, labels: 7, classes: [31, 0, 9], source: { kind: "synthetic", dimension: 37 } },
    model: { layers: 3, heads: 3, width: 21, mlpRatio: 3, positions: "learned" },
    training: {
      batch: 13,
      optimizer: {
        kind: "sgd",
        rate: 0.01,
        momentum: 0.9,
        weightDecay: 0.01,
        schedule: { kind: "warm-up-cosine", warmUp: 500, final: 0.1 },
      },
    },
  },
};

/** SHA-256 of all parameters after 200 steps: names and little-endian numbers, in order. */
async function hashAfterTraining(input: object): Promise<string> {
  const trainer = new Trainer(await setUpWorkbench(resolveExperiment(input, "golden"), "."));
  for (let step = 0; step < 200; step++) expect(trainer.trainStep()).toBeLessThan(10);
  const hash = createHash("sha256");
  for (const [name, values] of trainer.workbench.runtime.read("parameters")) {
    hash.update(`${name}\n`);
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  return hash.digest("hex");
}

function readGolden(): Record<string, string> {
  return JSON.parse(readFileSync(file, "utf8")) as Record<string, string>;
}

describe("the parameters after 200 steps are the same bits as on every other machine", () => {
  const found: Record<string, string> = {};

  it.each(Object.entries(experiments))("%s", async (name, input) => {
    const hash = await hashAfterTraining(input);
    if (isUpdating) {
      found[name] = hash;
      writeFileSync(file, `${JSON.stringify(found, null, 2)}\n`);
    } else expect(hash).toBe(readGolden()[name]);
  });

  it.skipIf(isUpdating)("and there are hashes of these experiments only", () => {
    expect(Object.keys(readGolden())).toEqual(Object.keys(experiments));
  });
});
