import type { Command } from "../command.ts";
import { countOption, flag, UsageError } from "../command.ts";
import { formatBench } from "../bench/formatBench.ts";

const usualRounds = 15;
/** Medians of more rounds tell no more, and take hours. */
const mostRounds = 1000;

/** `optoscope bench`: how fast the base run trains here, next to plain and tuned PyTorch and to TensorFlow.js. */
export const bench: Command = {
  name: "bench",
  usage: "[--json] [--rounds N] [--no-torch] [--no-tensorflow]",
  summary: "Measure training speed here, next to plain and tuned PyTorch and to TensorFlow.js.",
  options: {
    json: { type: "boolean" },
    rounds: { type: "string" },
    "no-torch": { type: "boolean" },
    "no-tensorflow": { type: "boolean" },
  },
  explanations: {
    "--json": "print the result as one line of JSON",
    "--rounds N": `how many times each engine has its turn; default ${usualRounds}, at most ${mostRounds}`,
    "--no-torch": "leave PyTorch out (it is also left out where no python3 has it)",
    "--no-tensorflow": "leave TensorFlow.js out",
  },
  arity: [0, 0],
  async run(call) {
    const rounds = countOption(call, "rounds") ?? usualRounds;
    if (rounds > mostRounds) throw new UsageError(`--rounds: expected at most ${mostRounds}, got ${rounds}`);
    const begun = performance.now();
    // Loaded only now: other commands need none of it.
    const { runBench } = await import("../bench/runBench.ts");
    const result = await runBench({
      rounds,
      torch: !flag(call, "no-torch"),
      tensorFlow: !flag(call, "no-tensorflow"),
      onProgress: (text) => {
        showProgress(`${((performance.now() - begun) / 1000).toFixed(0).padStart(3)} s  ${text}`);
      },
    });
    if (process.stderr.isTTY) process.stderr.write("\r\x1b[2K");
    const text = flag(call, "json") ? JSON.stringify(result) : formatBench(result);
    process.stdout.write(`${text}\n`);
    return 0;
  },
};

function showProgress(line: string): void {
  const { isTTY, columns } = process.stderr;
  process.stderr.write(isTTY ? `\r\x1b[2K${line.slice(0, columns - 1)}` : `${line}\n`);
}
