import { expect, test, vi } from "vitest";
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

test("clamps that differ in when they hold share one program", async () => {
  const trainer = await tinyTrainer();
  const compile = vi.spyOn(trainer.workbench.runtime, "compile");
  const clamp = { kind: "ablate", heads: ["L1H0"] };
  // One to train, and one to measure the clamp.
  expect(trainer.setClamp("x", clamp)).toBeNull();
  expect(compile).toHaveBeenCalledTimes(2);
  const always = { measure: "loss", above: 1e-9 };
  expect(trainer.setClamp("x", { ...clamp, until: 500, when: always })).toBeNull();
  trainer.evaluate();
  trainer.trainStep();
  const programs = compile.mock.calls.filter(([program]) => program.loss !== undefined);
  // That without clamps, and the one of both.
  expect(programs).toHaveLength(2);
  expect(trainer.takeClampEvents().map(({ kind }) => kind)).toEqual([
    "clamp-on",
    "clamp-measured",
    "clamp-off",
    "clamp-set",
    "clamp-on",
    "clamp-measured",
  ]);
});
