import { z } from "zod";
import type { CheckedShape, Claim, ClampProblem } from "./clampKind.ts";

/** A head as it is written: `L1H3` is layer 1, head 3, both counted from 0. */
export interface Head {
  readonly layer: number;
  readonly head: number;
}

const pattern = /^L(\d{1,3})H(\d{1,3})$/;

/** Heads of a clamp, as in an experiment file. */
export const headsSchema = z
  .array(
    z
      .string()
      .regex(pattern, { error: "expected a head such as L1H3 (layer 1, head 3, both counted from 0)" }),
  )
  .min(1, { error: "expected at least one head" })
  .describe('Heads by layer and number, both counted from 0: ["L0H2", "L1H3"].');

/** Reads a head's name, which the schema has checked. */
export function parseHead(name: string): Head {
  const [, layer, head] = pattern.exec(name) ?? [];
  if (layer === undefined || head === undefined) throw new TypeError(`${name} is not a head`);
  return { layer: Number(layer), head: Number(head) };
}

/** Heads that a model does not have, or that are named twice. */
export function checkHeads(heads: readonly string[], shape: CheckedShape): ClampProblem[] {
  return heads.flatMap((name, place) => {
    const { layer, head } = parseHead(name);
    const path = ["heads", place];
    if (layer >= shape.layers || head >= shape.heads) {
      const last = `L${shape.layers - 1}H${shape.heads - 1}`;
      return [{ path, message: `expected a head that the model has (L0H0 to ${last}), got ${name}` }];
    }
    if (heads.map(canonical).indexOf(canonical(name)) < place)
      return [{ path, message: `${name} is named twice` }];
    return [];
  });
}

/** The same thing claimed of each head. */
export function claimHeads(heads: readonly string[], what: string): Claim[] {
  return heads.map((name, place) => ({ head: canonical(name), what, path: ["heads", place] }));
}

/** The numbers of the heads that are in each layer named. */
export function headsByLayer(heads: readonly string[]): Map<number, Set<number>> {
  const layers = new Map<number, Set<number>>();
  for (const { layer, head } of heads.map(parseHead)) {
    layers.set(layer, (layers.get(layer) ?? new Set()).add(head));
  }
  return layers;
}

/** `L01H3` is `L1H3`. */
function canonical(name: string): string {
  const { layer, head } = parseHead(name);
  return `L${layer}H${head}`;
}
