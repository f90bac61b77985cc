import { closeSync, fstatSync, openSync } from "node:fs";
import { parseJsonLine } from "../runs/jsonLines.ts";
import type { MetricsLine } from "../runs/metricsLine.ts";
import { metricsLineSchema } from "../runs/metricsLine.ts";
import { readFully } from "../runs/readBounded.ts";
import { withFileErrors } from "../runs/withFileErrors.ts";
import { UserError } from "../userError.ts";

const newline = 0x0a;
/** Bytes that are looked at, the first that hold a whole line are enough. */
const tails = [2 ** 14, 2 ** 18, 2 ** 22];

/**
 * The last complete line of a `metrics.jsonl`, without reading the rest of it; null where there is none.
 * @throws UserError when it is damaged
 */
export function lastMetrics(file: string): MetricsLine | null {
  return withFileErrors(file, "read the file", () => {
    const descriptor = openSync(file, "r");
    try {
      const { size } = fstatSync(descriptor);
      for (const length of tails) {
        const bytes = new Uint8Array(Math.min(size, length));
        const read = bytes.subarray(0, readFully(descriptor, bytes, size - bytes.length));
        const end = read.lastIndexOf(newline);
        const begin = end <= 0 ? -1 : read.lastIndexOf(newline, end - 1);
        if (begin < 0 && bytes.length < size) continue;
        return end < 0 ? null : parse(read.subarray(begin + 1, end), file);
      }
      throw new UserError("its last line is longer than 4 MiB", { file });
    } finally {
      closeSync(descriptor);
    }
  });
}

function parse(content: Uint8Array, file: string): MetricsLine | null {
  const parsed = parseJsonLine(content, metricsLineSchema);
  if (parsed === null) return null;
  if ("value" in parsed) return parsed.value;
  throw new UserError(`damaged last line: ${parsed.problem}`, { file });
}
