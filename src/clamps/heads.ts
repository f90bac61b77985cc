import * as z from "zod";
import type { CheckedShape, Claim, ClampProblem } from "./clampKind.ts";

/** A head as it is written: `L1H3` is layer 1, head 3, both counted from 0. */
export interface Head {
  readonly layer: number;
  readonly head: number;
}

/** What a head's name looks like. */
export const headPattern = /^L(\d{1,3})H(\d{1,3})$/;

/**
 * Heads of a clamp, as in an experiment file. Editors see the pattern; here `checkHeads` holds names against it, with
 * all else that can be wrong with a head, so that one bad name does not hide the next.
 */
export const headsSchema = z
  .array(z.string().meta({ pattern: headPattern.source }))
  .min(1, { error: "expected at least one head" })
  .describe('Heads by layer and number, both counted from 0: ["L0H2", "L1H3"].');

/** One head of a clamp, as in an experiment file. */
export const headSchema = z
  .string()
  .meta({ pattern: headPattern.source })
  .describe("A head by its layer and number, both counted from 0: L1H3.");

/** Reads a head's name; null where it is none. */
export function parseHead(name: string): Head | null {
  const [, layer, head] = headPattern.exec(name) ?? [];
  return layer === undefined || head === undefined ? null : { layer: Number(layer), head: Number(head) };
}

/** Names that are no head's, heads that a model does not have, and heads that are named twice. */
export function checkHeads(heads: readonly string[], shape: CheckedShape): ClampProblem[] {
  return heads.flatMap((name, place) => {
    const path = ["heads", place];
    const parsed = parseHead(name);
    if (parsed === null) {
      const expected = "expected a head such as L1H3 (layer 1, head 3, both counted from 0)";
      return [{ path, message: `${expected}, got ${JSON.stringify(name)}` }];
    }
    const { layer, head } = parsed;
    if (layer >= shape.layers || head >= shape.heads) {
      const last = `L${shape.layers - 1}H${shape.heads - 1}`;
      return [{ path, message: `expected a head that the model has (L0H0 to ${last}), got ${name}` }];
    }
    if (heads.map(canonical).indexOf(canonical(name)) < place)
      return [{ path, message: `${name} is named twice` }];
    return [];
  });
}

/** What is wrong with the one head of a clamp. */
export function checkHead(head: string, shape: CheckedShape): ClampProblem[] {
  return checkHeads([head], shape).map(({ message }) => ({ path: ["head"], message }));
}

/** All heads of a layer. */
export function headNames(layer: number, { heads }: Pick<CheckedShape, "heads">): string[] {
  return Array.from({ length: heads }, (_, head) => `L${layer}H${head}`);
}

/** The same thing claimed of each head. */
export function claimHeads(heads: readonly string[], what: string): Claim[] {
  return heads.map((name, place) => ({ head: canonical(name), what, path: ["heads", place] }));
}

/** The numbers of the heads that are in each layer named, all of which `checkHeads` has found to be heads. */
export function headsByLayer(heads: readonly string[]): Map<number, Set<number>> {
  const layers = new Map<number, Set<number>>();
  for (const name of heads) {
    const parsed = parseHead(name);
    if (parsed === null) throw new TypeError(`${name} is not a head`);
    layers.set(parsed.layer, (layers.get(parsed.layer) ?? new Set()).add(parsed.head));
  }
  return layers;
}

/** `L01H3` is `L1H3`; what is no head's name stays as it is. */
function canonical(name: string): string {
  const parsed = parseHead(name);
  return parsed === null ? name : `L${parsed.layer}H${parsed.head}`;
}
