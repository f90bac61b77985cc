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

/**
 * A clamp in a few words: `ablate L1H3`, `L0H2 previous token 0.5`, `copy from L1H3`, `layer 0 from run 3f2a91b at 1M`,
 * `ablate L1 from 200k until 400k`.
 */
export function describeClamp(clamp: AnyClamp, model: ModelSize): string {
  return words(describeKind(clamp, model), windowOf(clamp));
}

function describeKind(clamp: AnyClamp, model: ModelSize): string {
  const { kind } = clamp;
  const heads = nameHeads(headsOf(clamp), model);
  const strength = numberOf(clamp["strength"], 1);
  const places = clamp["positions"] === "labels" ? "at labels" : "";
  switch (kind) {
    case "ablate":
      return words("ablate", heads);
    case "block-previous-token":
      return words(heads, "previous token blocked", places);
    case "match": {
      const temperature = numberOf(clamp["temperature"], 0);
      return words(heads, "match", temperature === "" ? "" : `at temperature ${temperature}`);
    }
    case "temperature":
      return words(heads, "temperature", numberOf(clamp["temperature"]));
    case "copy":
      return words("copy from", heads);
    case "preserve":
      return words("preserve", list(textsOf(clamp["what"])));
    case "graft-in":
    case "graft-out":
      return describeGraft(clamp, model);
    case "set":
      return describeSet(clamp, heads);
    default:
      return words(heads, plain(kind).replaceAll("-", " "), strength, places);
  }
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

/** `layer 0 from run 3f2a91b at 1M`, `layers 1–3 from 40000.safetensors`. */
function describeGraft(
  { kind, throughLayer, fromLayer, checkpoint }: AnyClamp,
  { layers }: ModelSize,
): string {
  const [first, last] = kind === "graft-in" ? [0, throughLayer] : [fromLayer, layers - 1];
  const isRange = typeof first === "number" && typeof last === "number" && last > first;
  const isSaid = typeof (kind === "graft-in" ? last : first) === "number";
  const place = kind === "graft-in" ? last : first;
  const layersOf = !isSaid ? "layers" : isRange ? `layers ${first}–${last}` : `layer ${plain(String(place))}`;
  return words(layersOf, typeof checkpoint === "string" ? `from ${nameCheckpoint(checkpoint)}` : "");
}

function nameCheckpoint(checkpoint: string): string {
  const [, hash, sequences] = /^run:([0-9a-f]{7})[0-9a-f]{9}@(\d{1,12})$/.exec(checkpoint) ?? [];
  if (hash !== undefined) return `run ${hash} at ${formatSequences(Number(sequences))}`;
  return plain(checkpoint.split(/[\\/]/).at(-1) ?? checkpoint);
}

/** `set hook_z of L0H1 to 0`, `set hook_embed to 1 at position 0, 2`. */
function describeSet({ site, value, positions }: AnyClamp, heads: string): string {
  const name = typeof site === "string" ? plain(site) : "";
  // The heads name the layer.
  const what = heads === "" ? name : words(name.split(".").at(-1) ?? name, "of", heads);
  const places = Array.isArray(positions) ? positions.filter((place) => typeof place === "number") : [];
  const at = places.length === 0 ? "" : `at position ${list(places.map(String))}`;
  return words("set", what, typeof value === "number" ? `to ${value}` : "", at);
}

function headsOf({ heads, head }: AnyClamp): string[] {
  return textsOf(Array.isArray(heads) ? heads : [head]);
}

function textsOf(values: unknown): string[] {
  return Array.isArray(values) ? values.filter((value) => typeof value === "string").map(plain) : [];
}

/** A number as text; empty for the usual one. */
function numberOf(value: unknown, usual?: number): string {
  return typeof value === "number" && value !== usual ? String(value) : "";
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
