import * as z from "zod";
import type { RowsValue } from "../graph/value.ts";
import type { ModelShape } from "../model/modelShape.ts";
import type { Site } from "../model/transformer.ts";
import { ablate } from "./ablate.ts";
import type { CheckedShape, Claim, ClampProblem, Effect, Rewrite, Trace } from "./clampKind.ts";
import { induction } from "./induction.ts";
import { previousToken } from "./previousToken.ts";
import { overlap } from "./window.ts";

/** All kinds, in the order in which users choose from them. */
export const kinds = [ablate, previousToken, induction] as const;

/** A clamp of any kind, as in an experiment file. */
export const clampSchema = z.discriminatedUnion("kind", [
  ablate.schema,
  previousToken.schema,
  induction.schema,
]);

/** A clamp with its defaults filled in. */
export type Clamp = z.output<typeof clampSchema>;

/** What each kind says of a clamp. The only place, besides the list and the schema, that names the kinds. */
function behaviour(clamp: Clamp): {
  check: (shape: CheckedShape) => ClampProblem[];
  claims: () => Claim[];
  rewrites: (shape: ModelShape) => Rewrite[];
  effects: (shape: ModelShape) => Effect[];
} {
  switch (clamp.kind) {
    case "ablate":
      return bind(ablate, clamp);
    case "previous-token":
      return bind(previousToken, clamp);
    case "induction":
      return bind(induction, clamp);
  }
}

function bind<C>(
  kind: {
    check: (clamp: C, shape: CheckedShape) => ClampProblem[];
    claims: (clamp: C) => Claim[];
    rewrites: (clamp: C, shape: ModelShape) => Rewrite[];
    effects: (clamp: C, shape: ModelShape) => Effect[];
  },
  clamp: C,
): ReturnType<typeof behaviour> {
  return {
    check: (shape) => kind.check(clamp, shape),
    claims: () => kind.claims(clamp),
    rewrites: (shape) => kind.rewrites(clamp, shape),
    effects: (shape) => kind.effects(clamp, shape),
  };
}

/**
 * Everything that is wrong with the clamps of an experiment, each with its path inside the list: heads that the model
 * does not have, windows without an inside, and two clamps that decide the same thing of one head at one time.
 */
export function checkClamps(
  clamps: readonly Clamp[],
  shape: CheckedShape,
  nameOf = (place: number) => `clamps[${place}]`,
): ClampProblem[] {
  const problems: ClampProblem[] = [];
  const claimed: (Claim & { clamp: Clamp; place: number })[] = [];
  clamps.forEach((clamp, place) => {
    for (const { path, message } of behaviour(clamp).check(shape))
      problems.push({ path: [place, ...path], message });
    if (clamp.until !== undefined && clamp.until <= (clamp.from ?? 0)) {
      const message = `expected more than from (${clamp.from ?? 0}), got ${clamp.until}: the clamp would never hold`;
      problems.push({ path: [place, "until"], message });
    }
    for (const claim of behaviour(clamp).claims()) {
      const rival = claimed.find(
        (other) =>
          other.place !== place &&
          other.head === claim.head &&
          other.what === claim.what &&
          overlap(other.clamp, clamp),
      );
      if (rival !== undefined) {
        const message =
          `contradicts ${nameOf(rival.place)} (${rival.clamp.kind}): both set the ${claim.what} of ${claim.head}` +
          " at the same time";
        problems.push({ path: [place, ...claim.path], message });
      }
      claimed.push({ ...claim, clamp, place });
    }
  });
  return problems;
}

/** What named activations are while a clamp holds: see `Effect`. */
export function clampEffects(clamp: Clamp, shape: ModelShape): Effect[] {
  return behaviour(clamp).effects(shape);
}

/** The hook through which a model is traced under clamps. Throws where a clamp's site was never reached: see `verify`. */
export function clampSites(clamps: readonly Clamp[], trace: Trace): { site: Site; verify: () => void } {
  const rewrites = clamps.flatMap((clamp) => behaviour(clamp).rewrites(trace.shape));
  const reached = new Set<Rewrite>();
  return {
    site: (name, value) =>
      rewrites
        .filter(({ site }) => site === name)
        .reduce<RowsValue>((seen, rewrite) => {
          reached.add(rewrite);
          return rewrite.rewrite(seen, trace);
        }, value),
    verify: () => {
      const missed = rewrites.find((rewrite) => !reached.has(rewrite));
      if (missed !== undefined)
        throw new TypeError(`a clamp of ${missed.site} did nothing: there is no such site`);
    },
  };
}
