import { cpus } from "node:os";
import { WasmRuntime } from "../../runtimes/wasm/wasmRuntime.ts";
import type { BenchResult } from "./benchResult.ts";
import type { Contender } from "./contender.ts";
import type { EngineContender } from "./engineContender.ts";
import { engineContender } from "./engineContender.ts";
import { measureEvaluation } from "./evaluationShare.ts";
import { findTorch } from "./findTorch.ts";
import { measureRounds } from "./measureRounds.ts";
import { median } from "./median.ts";
import { profileStep } from "./profileStep.ts";
import { measureResidentMemory } from "./residentMemory.ts";
import { stepMultiplyAdds } from "./stepMultiplyAdds.ts";
import { tensorFlowContenders } from "./tensorFlowContenders.ts";
import { TorchContender } from "./torchContender.ts";

/** What to measure, and how long. */
export interface BenchOptions {
  readonly rounds: number;
  readonly torch: boolean;
  readonly tensorFlow: boolean;
  /** Told what is being done now. */
  readonly onProgress: (text: string) => void;
}

/** Seconds of each engine's turn in a round. */
const turn = 0.4;
const evaluationRounds = 20;
/** Repetitions of each measurement of the peak: some milliseconds. */
const peakRepetitions = 2_000_000;

/** Measures the base run's training steps on all engines in one process. Throws a UserError where PyTorch or a run fails. */
export async function runBench(options: BenchOptions): Promise<BenchResult> {
  const { rounds, onProgress } = options;
  const skipped: string[] = [];
  onProgress("setting up");
  const wasm = await engineContender({ engine: { runtime: "wasm", fast: false } });
  const fast = await engineContender({ engine: { runtime: "wasm", fast: true } });
  const ours = fast.name === wasm.name ? [wasm] : [wasm, fast];
  if (fast.name === wasm.name) skipped.push("wasm fast: no relaxed SIMD here");
  const torches = options.torch ? await startTorch(onProgress) : [];
  if (torches.length === 0) skipped.push(`PyTorch: ${options.torch ? "not installed" : "not asked for"}`);
  try {
    const tensorFlow = options.tensorFlow ? await tensorFlowContenders() : [];
    if (!options.tensorFlow) skipped.push("TensorFlow.js: not asked for");
    const contenders = [...ours, ...torches, ...tensorFlow];
    let peak = 0;
    const onTurn = (round: number, { name }: Contender) => {
      // All along, so that the peak is of the same minutes as the steps.
      for (const contender of ours) peak = Math.max(peak, runtimeOf(contender).measurePeak(peakRepetitions));
      onProgress(`${round === 0 ? "warming up" : `round ${round} of ${rounds}`}: ${name}`);
    };
    const rates = (await measureRounds(contenders, { rounds, turn, onTurn })).map(median);
    await Promise.all(torches.map((torch) => torch.stop()));
    const rateOf = (contender: Contender | null | undefined) => {
      const place = contender == null ? -1 : contenders.indexOf(contender);
      return rates[place] ?? null;
    };
    const ratio = (rate: number, base: number | null) => (base === null ? null : rate / base);
    const engines = contenders.map(({ name }, place) => ({
      name,
      stepsPerSecond: rates[place]!,
      timesPyTorch: ratio(rates[place]!, rateOf(torches[0])),
      timesTunedPyTorch: ratio(rates[place]!, rateOf(torches[1])),
      timesTensorFlow: ratio(rates[place]!, rateOf(tensorFlow[0])),
    }));
    onProgress("arithmetic");
    const multiplyAdds = stepMultiplyAdds(wasm.trainer.workbench);
    const arithmetic = ours.map(({ name }, place) => ({
      name,
      gigaflops: (2 * multiplyAdds * rates[place]!) / 1e9,
    }));
    onProgress("evaluation");
    const evaluation = measureEvaluation(wasm.trainer, evaluationRounds);
    onProgress("operations");
    const parts = profileStep(wasm.trainer, runtimeOf(wasm));
    onProgress("memory of a run");
    const residentBytes = await measureResidentMemory();
    const machine = {
      processor: cpus()[0]?.model ?? "an unknown processor",
      platform: `${process.platform} ${process.arch}`,
      node: process.versions.node,
    };
    return {
      machine,
      rounds,
      engines,
      skipped,
      multiplyAdds,
      arithmetic,
      peakGigaflops: peak / 1e9,
      residentBytes,
      evaluation,
      parts,
    };
  } finally {
    await Promise.all(torches.map((torch) => torch.stop()));
  }
}

/** Plain and tuned PyTorch, or nothing where there is none. */
async function startTorch(onProgress: (text: string) => void): Promise<TorchContender[]> {
  onProgress("looking for PyTorch");
  const torch = await findTorch();
  if (torch === null) return [];
  return [await TorchContender.start(torch, "plain"), await TorchContender.start(torch, "tuned")];
}

function runtimeOf({ trainer }: EngineContender): WasmRuntime {
  const { runtime } = trainer.workbench;
  if (!(runtime instanceof WasmRuntime)) throw new TypeError("the wasm runtime expected");
  return runtime;
}
