import type { BenchResult } from "./benchResult.ts";
import { table } from "../table.ts";

/** A benchmark's result as text for a terminal. */
export function formatBench(result: BenchResult): string {
  const { machine, rounds, skipped, residentBytes, evaluation } = result;
  return [
    `Training steps of the base run on ${machine.processor}, ${machine.platform}, Node ${machine.node}`,
    `(medians over ${rounds} rounds in which each engine has its turn)`,
    "",
    engineTable(result),
    ...skipped.map((line) => `skipped: ${line}`),
    "",
    ...arithmeticLines(result),
    `A base run keeps at most ${(residentBytes / 1e6).toFixed(0)} MB in memory.`,
    `An evaluation takes ${evaluation.milliseconds.toFixed(1)} ms, ${percent(evaluation.share)} of a base run.`,
    "",
    partTable(result),
  ].join("\n");
}

function engineTable({ engines }: BenchResult): string {
  return table([
    ["engine", "steps/s", "× PyTorch", "× tuned", "× TensorFlow.js"],
    ...engines.map(({ name, stepsPerSecond, timesPyTorch, timesTunedPyTorch, timesTensorFlow }) => [
      name,
      threeDigits(stepsPerSecond),
      timesPyTorch === null ? "–" : timesPyTorch.toFixed(2),
      timesTunedPyTorch === null ? "–" : timesTunedPyTorch.toFixed(2),
      timesTensorFlow === null ? "–" : threeDigits(timesTensorFlow),
    ]),
  ]);
}

function arithmeticLines({ multiplyAdds, arithmetic, peakGigaflops }: BenchResult): string[] {
  return [
    `A step's products are ${(multiplyAdds / 1e6).toFixed(1)} M multiply-adds.`,
    ...arithmetic.map(
      ({ name, gigaflops }) =>
        `${name}: ${gigaflops.toFixed(1)} GFLOP/s, ${percent(gigaflops / peakGigaflops)} of the measured peak ` +
        `of ${peakGigaflops.toFixed(1)}`,
    ),
  ];
}

function partTable({ parts }: BenchResult): string {
  const microseconds = parts.reduce((sum, part) => sum + part.microseconds, 0);
  const calls = parts.reduce((sum, part) => sum + part.calls, 0);
  return table([
    ["where a step's time goes", "calls", "µs", "%"],
    ...[...parts, { what: "sum", calls, microseconds, share: 1 }].map((part) => [
      part.what,
      String(part.calls),
      part.microseconds.toFixed(1),
      (100 * part.share).toFixed(1),
    ]),
  ]);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** 1984.2 as `1984`, 391.64 as `392`, 5.071 as `5.07`, 0.0213 as `0.0213`. */
function threeDigits(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
