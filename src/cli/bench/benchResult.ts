import type { EvaluationCost } from "./evaluationShare.ts";
import type { StepPart } from "./profileStep.ts";

/** One engine in the comparison. */
export interface EngineResult {
  readonly name: string;
  /** Training steps per second: the median over the rounds. */
  readonly stepsPerSecond: number;
  /** As many times as fast as plain and as tuned PyTorch, and as TensorFlow.js' pure-JavaScript backend; null where not measured. */
  readonly timesPyTorch: number | null;
  readonly timesTunedPyTorch: number | null;
  readonly timesTensorFlow: number | null;
}

/** How much a wasm engine computes. */
export interface Arithmetic {
  readonly name: string;
  /** Billions of floating-point operations per second, two for each multiply-add. */
  readonly gigaflops: number;
}

/** All that `bench` measures. */
export interface BenchResult {
  readonly machine: { readonly processor: string; readonly platform: string; readonly node: string };
  readonly rounds: number;
  readonly engines: readonly EngineResult[];
  /** What was not measured, and why. */
  readonly skipped: readonly string[];
  /** Of one training step: see `stepMultiplyAdds`. */
  readonly multiplyAdds: number;
  readonly arithmetic: readonly Arithmetic[];
  /** Billions of operations per second of independent multiply-adds in four lanes: the best that any of our kernels reached. */
  readonly peakGigaflops: number;
  /** Peak resident memory of a base run, in bytes. */
  readonly residentBytes: number;
  readonly evaluation: EvaluationCost;
  /** Of a step on the default engine. */
  readonly parts: readonly StepPart[];
}
