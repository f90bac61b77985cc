import { traceClamped } from "../../clamps/traceClamped.ts";
import type { WasmRuntime } from "../../runtimes/wasm/wasmRuntime.ts";
import type { Trainer } from "../../training/trainer.ts";

/** Where some of a step's time goes. */
export interface StepPart {
  /** What is done: a kernel of the program, `(sampling)`, `(optimizer)`, `(reading the loss)`. */
  readonly what: string;
  /** How often in a step. */
  readonly calls: number;
  /** Microseconds in a step. */
  readonly microseconds: number;
  /** Its part of the sum of all parts: 0 to 1. */
  readonly share: number;
}

const [warmUp, repetitions] = [200, 1500];

/** Times all parts of a training step, each many times by itself: the longest first. Changes no parameter. */
export function profileStep(trainer: Trainer, runtime: WasmRuntime): StepPart[] {
  const { shape, experiment } = trainer.workbench;
  const { graph, model } = traceClamped(shape, experiment.training.batch, []);
  const program = runtime.compile({ graph, outputs: { loss: model.loss }, loss: model.loss });
  const times = new Map<string, { calls: number; microseconds: number }>();
  const add = (what: string, milliseconds: number) => {
    const { calls, microseconds } = times.get(what) ?? { calls: 0, microseconds: 0 };
    times.set(what, { calls: calls + 1, microseconds: microseconds + 1000 * milliseconds });
  };
  add(
    "(sampling)",
    timeEach(() => {
      trainer.feed(program);
    }),
  );
  program.profile(warmUp);
  for (const { kernel, milliseconds } of program.profile(repetitions)) add(kernel, milliseconds);
  const adam = { kind: "adam", beta1: 0.9, beta2: 0.999, epsilon: 1e-8, correction: 1, decay: 0 } as const;
  add(
    "(optimizer)",
    timeEach(() => {
      runtime.update({ ...adam, rate: 0 });
    }),
  );
  add(
    "(reading the loss)",
    timeEach(() => program.output("loss")),
  );
  const sum = [...times.values()].reduce((total, { microseconds }) => total + microseconds, 0);
  return [...times]
    .map(([what, part]) => ({ what, ...part, share: part.microseconds / sum }))
    .sort((a, b) => b.microseconds - a.microseconds);
}

/** Milliseconds of one call: the mean over many, after some that warm up. */
function timeEach(action: () => unknown): number {
  for (let repetition = 0; repetition < warmUp; repetition++) action();
  const begun = performance.now();
  for (let repetition = 0; repetition < repetitions; repetition++) action();
  return (performance.now() - begun) / repetitions;
}
