import type { ClampHistory } from "./clampHistory.ts";
import { clampTolerance } from "./clampTolerance.ts";
import { describeWhen } from "./describeWhen.ts";
import { formatSequences } from "./formatNumbers.ts";
import { formatDeviation } from "./formatDeviation.ts";

/**
 * What a clamp did, in a sentence without its full stop: "clamped since 212k: pattern equals replacement at 212,032
 * (max deviation 0)".
 */
export function clampSentence({ clamp, state, spans, measured }: ClampHistory): string {
  const words = when(clamp, state, spans);
  if (measured === null) return words;
  const { deviation, sites, sequences } = measured;
  const names = activations(sites);
  const isOne = names.length === 1;
  const relation =
    deviation <= clampTolerance ? (isOne ? "equals" : "equal") : isOne ? "differs from" : "differ from";
  const at = sequences.toLocaleString("en-US");
  const found = `${names.join(" and ")} ${relation} replacement at ${at}`;
  return `${words}: ${found} (max deviation ${formatDeviation(deviation)})`;
}

function when(
  clamp: ClampHistory["clamp"],
  state: ClampHistory["state"],
  spans: ClampHistory["spans"],
): string {
  switch (state) {
    case "on":
      return `clamped since ${formatSequences(spans.at(-1)?.from ?? 0)}`;
    case "waiting": {
      const waits = `waits for ${awaited(clamp)}`;
      return spans.length === 0 ? waits : `clamped ${spanWords(spans)}, ${waits}`;
    }
    case "off":
      return spans.length === 0 ? "never clamped" : `clamped ${spanWords(spans)}`;
  }
}

function spanWords(spans: ClampHistory["spans"]): string {
  return spans
    .map(({ from, until }) =>
      until === null
        ? `from ${formatSequences(from)}`
        : `from ${formatSequences(from)} until ${formatSequences(until)}`,
    )
    .join(" and ");
}

/** What a clamp waits for: its condition, or the beginning of its window. */
function awaited(clamp: ClampHistory["clamp"]): string {
  const condition = describeWhen(clamp["when"]);
  const start = startOf(clamp);
  if (condition === "") return formatSequences(start);
  return start > 0 ? `${condition} from ${formatSequences(start)}` : condition;
}

function startOf(clamp: ClampHistory["clamp"]): number {
  const from: unknown = Reflect.get(clamp, "from");
  return typeof from === "number" ? from : 0;
}

/** Of `blocks.1.attn.hook_pattern`: "pattern"; a value's name says it better than the letter. */
function activations(sites: readonly string[]): string[] {
  const names = sites.map((site) => (site.split(".").at(-1) ?? site).replace(/^hook_/, ""));
  return [...new Set(names.map((name) => (name === "v" ? "value" : name)))];
}
