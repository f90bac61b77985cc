import { expect, test } from "vitest";
import { WasmRuntime } from "../../../src/runtimes/wasm/wasmRuntime.ts";
import { tinyTrainer } from "./tinyTraining.ts";

test("hundreds of different clamps need no more memory than a few, and each still does what it says", async () => {
  const trainer = await tinyTrainer();
  const { runtime } = trainer.workbench;
  if (!(runtime instanceof WasmRuntime)) throw new TypeError("the wasm runtime expected");
  const clampTo = (strength: number) => {
    const clamp = { kind: "induction", heads: ["L1H0"], strength };
    expect(trainer.clamps.set("x", clamp)).toBe(null);
    trainer.trainStep();
    return trainer.evaluate().heads["L1H0"]?.induction;
  };
  for (let change = 0; change < 20; change++) clampTo(change / 500);
  const used = runtime.memoryUsed;
  for (let change = 20; change < 200; change++) {
    expect(clampTo(change / 500)).toBeCloseTo(2 * (change / 500) - 1, 5);
  }
  expect(runtime.memoryUsed).toBeLessThanOrEqual(1.1 * used);
});
