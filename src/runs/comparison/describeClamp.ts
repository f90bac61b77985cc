import { describeWhen } from "./describeWhen.ts";
import { formatSequences } from "./formatNumbers.ts";

/** A clamp as experiments and events have it, of any kind, also one that this version does not know. */
export interface AnyClamp {
  readonly kind: string;
  readonly [key: string]: unknown;
}

/** The size of a model, as far as clamps are described by it. */
export interface ModelSize {
  readonly layers: number;
  readonly heads: number;
}

/** A clamp in a few words: `ablate L1H3`, `L0H2 previous token 0.5`, `ablate L1 from 200k until 400k`. */
export function describeClamp(clamp: AnyClamp, model: ModelSize): string {
  const { kind } = clamp;
  const heads = nameHeads(headsOf(clamp), model);
  if (kind === "ablate") return words("ablate", heads, windowOf(clamp));
  const options = [strengthOf(clamp), clamp["positions"] === "labels" ? "at labels" : ""];
  return words(heads, plain(kind).replaceAll("-", " "), ...options, windowOf(clamp));
}

/**
 * Clamps in a few words, those that ablate taken together: `L1H3 only` where all other heads of a layer are ablated,
 * else `no L1H0, L1H2`; several are joined by ` + `. No clamps: `none`.
 */
export function describeClamps(clamps: readonly AnyClamp[], model: ModelSize): string {
  const parts: string[] = [];
  const described = new Set<string>();
  for (const clamp of clamps) {
    if (clamp.kind !== "ablate") {
      parts.push(describeClamp(clamp, model));
      continue;
    }
    const window = windowOf(clamp);
    if (described.has(window)) continue;
    described.add(window);
    const together = clamps.filter((other) => other.kind === "ablate" && windowOf(other) === window);
    parts.push(words(describeAblated(together.flatMap(headsOf), model), window));
  }
  return parts.length === 0 ? "none" : parts.join(" + ");
}

function describeAblated(names: readonly string[], model: ModelSize): string {
  const { layers, rest } = byLayer(names);
  const only: string[] = [];
  const gone: string[] = [];
  for (const [layer, ablated] of layers) {
    const kept = Array.from({ length: model.heads }, (_, head) => head).filter((head) => !ablated.has(head));
    const isShorter = kept.length === 1 || kept.length < ablated.size;
    if (kept.length > 0 && isShorter) only.push(list(kept.map((head) => `L${layer}H${head}`)) + " only");
    else
      gone.push(
        nameHeads(
          [...ablated].map((head) => `L${layer}H${head}`),
          model,
        ),
      );
  }
  gone.push(...rest);
  return [...only, ...(gone.length > 0 ? [`no ${list(gone)}`] : [])].join(" + ");
}

/** Heads by name; all of a layer as the layer: `L0, L1H3`. */
function nameHeads(names: readonly string[], model: ModelSize): string {
  const { layers, rest } = byLayer(names);
  const named = [...layers].flatMap(([layer, heads]) =>
    heads.size === model.heads && model.heads > 1
      ? [`L${layer}`]
      : [...heads].sort((a, b) => a - b).map((head) => `L${layer}H${head}`),
  );
  return list([...named, ...rest]);
}

/** Numbers of heads by layer, in order of layers; `rest` is what is no head's name. */
function byLayer(names: readonly string[]): { layers: Map<number, Set<number>>; rest: string[] } {
  const found: { layer: number; head: number }[] = [];
  const rest: string[] = [];
  for (const name of names) {
    const [, layer, head] = /^L(\d{1,3})H(\d{1,3})$/.exec(name) ?? [];
    if (layer === undefined || head === undefined) rest.push(plain(name));
    else found.push({ layer: Number(layer), head: Number(head) });
  }
  const layers = new Map<number, Set<number>>();
  for (const { layer, head } of found.sort((a, b) => a.layer - b.layer))
    layers.set(layer, (layers.get(layer) ?? new Set()).add(head));
  return { layers, rest };
}

function headsOf({ heads, head }: AnyClamp): string[] {
  const all: unknown[] = Array.isArray(heads) ? heads : [head];
  return all.filter((name) => typeof name === "string");
}

function strengthOf({ strength }: AnyClamp): string {
  return typeof strength === "number" && strength !== 1 ? String(strength) : "";
}

function windowOf({ from, until, when }: AnyClamp): string {
  const condition = describeWhen(when);
  return words(
    typeof from === "number" && from > 0 ? `from ${formatSequences(from)}` : "",
    typeof until === "number" ? `until ${formatSequences(until)}` : "",
    condition === "" ? "" : `when ${condition}`,
  );
}

function list(items: readonly string[]): string {
  return items.join(", ");
}

function words(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(" ");
}

/** Events may have been written by anyone: one short line. */
function plain(text: string): string {
  return text.replace(/\p{Cc}/gu, " ").slice(0, 60);
}
