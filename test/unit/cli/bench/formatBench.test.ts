import { expect, test } from "vitest";
import type { BenchResult } from "../../../../src/cli/bench/benchResult.ts";
import { formatBench } from "../../../../src/cli/bench/formatBench.ts";

const result: BenchResult = {
  machine: { processor: "a processor", platform: "linux x64", node: "20.0.0" },
  rounds: 3,
  engines: [
    {
      name: "wasm simd128",
      stepsPerSecond: 2000.4,
      timesPyTorch: 5.5,
      timesTunedPyTorch: null,
      timesTensorFlow: 400.08,
    },
    {
      name: "tensorflow cpu",
      stepsPerSecond: 5,
      timesPyTorch: null,
      timesTunedPyTorch: 0.01,
      timesTensorFlow: 1,
    },
  ],
  skipped: ["PyTorch: not installed"],
  multiplyAdds: 9_500_000,
  arithmetic: [{ name: "wasm simd128", gigaflops: 38 }],
  peakGigaflops: 76,
  residentBytes: 129.4e6,
  evaluation: { milliseconds: 12, share: 0.1234 },
  parts: [
    { what: "multiply", calls: 17, microseconds: 300, share: 0.75 },
    { what: "(optimizer)", calls: 1, microseconds: 100, share: 0.25 },
  ],
};

test("a result is shown whole", () => {
  const lines = formatBench(result).split("\n");
  expect(lines).toContain("wasm simd128       2000       5.50        –              400");
  expect(lines).toContain("tensorflow cpu     5.00          –     0.01             1.00");
  expect(lines).toContain("skipped: PyTorch: not installed");
  expect(lines).toContain("wasm simd128: 38.0 GFLOP/s, 50.0 % of the measured peak of 76.0");
  expect(lines).toContain("A base run keeps at most 129 MB in memory.");
  expect(lines).toContain("An evaluation takes 12.0 ms, 12.3 % of a base run.");
  expect(lines).toContain("multiply                     17  300.0   75.0");
  expect(lines.at(-1)).toBe("sum                          18  400.0  100.0");
});
