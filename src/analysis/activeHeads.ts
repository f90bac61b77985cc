import type { Clamp } from "../clamps/clamps.ts";
import { headsByLayer } from "../clamps/heads.ts";

/** The heads that clamps ablate, each by its plain name. */
export function ablatedHeads(clamps: readonly Clamp[]): ReadonlySet<string> {
  const names = clamps
    .filter((clamp) => clamp.kind === "ablate")
    .flatMap(({ heads }) =>
      [...headsByLayer(heads)].flatMap(([layer, numbers]) => [...numbers].map((head) => `L${layer}H${head}`)),
    );
  return new Set(names);
}

/** Those of some heads that no clamp ablates, or all of them where each is ablated. */
export function activeHeads(heads: readonly string[], clamps: readonly Clamp[]): readonly string[] {
  const ablated = ablatedHeads(clamps);
  const active = heads.filter((head) => !ablated.has(head));
  return active.length === 0 ? heads : active;
}

/** The head of the highest score; the first of several. */
export function highest(heads: readonly string[], score: (head: string) => number): string {
  const [first = ""] = heads;
  return heads.reduce((best, head) => (score(head) > score(best) ? head : best), first);
}
