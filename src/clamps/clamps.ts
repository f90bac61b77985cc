import * as z from "zod";
import type { RowsValue } from "../graph/value.ts";
import type { ModelShape } from "../model/modelShape.ts";
import type { Site } from "../model/transformer.ts";
import { ablate } from "./ablate.ts";
import { ablateEmbedding } from "./ablateEmbedding.ts";
import { blockPreviousToken } from "./blockPreviousToken.ts";
import type { CheckedShape, Claim, ClampProblem, Effect, Rewrite, Trace } from "./clampKind.ts";
import { copy } from "./copy.ts";
import { graftIn } from "./graftIn.ts";
import { graftOut } from "./graftOut.ts";
import { induction } from "./induction.ts";
import { labelsOnly } from "./labelsOnly.ts";
import { match } from "./match.ts";
import { perfectLayer0 } from "./perfectLayer0.ts";
import { preserve } from "./preserve.ts";
import { previousToken } from "./previousToken.ts";
import { set } from "./set.ts";
import { temperature } from "./temperature.ts";
import { checkWhen } from "./when.ts";
import { overlap } from "./window.ts";

/** All kinds, in the order in which users choose from them. */
export const kinds = [
  ablate,
  previousToken,
  blockPreviousToken,
  induction,
  match,
  temperature,
  labelsOnly,
  copy,
  perfectLayer0,
  preserve,
  ablateEmbedding,
  graftIn,
  graftOut,
  set,
] as const;

/** A clamp of any kind, as in an experiment file. */
export const clampSchema = z.discriminatedUnion("kind", [
  ablate.schema,
  previousToken.schema,
  blockPreviousToken.schema,
  induction.schema,
  match.schema,
  temperature.schema,
  labelsOnly.schema,
  copy.schema,
  perfectLayer0.schema,
  preserve.schema,
  ablateEmbedding.schema,
  graftIn.schema,
  graftOut.schema,
  set.schema,
]);

/** A clamp with its defaults filled in. */
export type Clamp = z.output<typeof clampSchema>;

/** A kind's answers about one clamp. */
interface Behaviour {
  readonly isBackground: boolean;
  readonly check: (shape: CheckedShape) => ClampProblem[];
  readonly claims: (shape: CheckedShape) => Claim[];
  readonly rewrites: (shape: ModelShape) => Rewrite[];
  readonly effects: (shape: ModelShape, claimed: readonly Claim[]) => Effect[];
}

/** What each kind says of a clamp. The only place, besides the list and the schema, that names the kinds. */
function behaviour(clamp: Clamp): Behaviour {
  switch (clamp.kind) {
    case "ablate":
      return bind(ablate, clamp);
    case "previous-token":
      return bind(previousToken, clamp);
    case "block-previous-token":
      return bind(blockPreviousToken, clamp);
    case "induction":
      return bind(induction, clamp);
    case "match":
      return bind(match, clamp);
    case "temperature":
      return bind(temperature, clamp);
    case "labels-only":
      return bind(labelsOnly, clamp);
    case "copy":
      return bind(copy, clamp);
    case "perfect-layer-0":
      return bind(perfectLayer0, clamp);
    case "preserve":
      return bind(preserve, clamp);
    case "ablate-embedding":
      return bind(ablateEmbedding, clamp);
    case "graft-in":
      return bind(graftIn, clamp);
    case "graft-out":
      return bind(graftOut, clamp);
    case "set":
      return bind(set, clamp);
  }
}

function bind<C>(
  kind: {
    isBackground?: boolean;
    check: (clamp: C, shape: CheckedShape) => ClampProblem[];
    claims: (clamp: C, shape: CheckedShape) => Claim[];
    rewrites: (clamp: C, shape: ModelShape) => Rewrite[];
    effects: (clamp: C, shape: ModelShape, claimed: readonly Claim[]) => Effect[];
  },
  clamp: C,
): Behaviour {
  return {
    isBackground: kind.isBackground ?? false,
    check: (shape) => kind.check(clamp, shape),
    claims: (shape) => kind.claims(clamp, shape),
    rewrites: (shape) => kind.rewrites(clamp, shape),
    effects: (shape, claimed) => kind.effects(clamp, shape, claimed),
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
    if (clamp.when !== undefined)
      for (const { path, message } of checkWhen(clamp.when, shape))
        problems.push({ path: [place, "when", ...path], message });
    if (clamp.until !== undefined && clamp.until <= (clamp.from ?? 0)) {
      const message = `expected more than from (${clamp.from ?? 0}), got ${clamp.until}: the clamp would never hold`;
      problems.push({ path: [place, "until"], message });
    }
    const contradicted = new Set<string>();
    for (const claim of behaviour(clamp).claims(shape)) {
      const rival = claimed.find(
        (other) =>
          other.place !== place &&
          other.head === claim.head &&
          other.what === claim.what &&
          overlap(other.clamp, clamp),
      );
      // Two clamps may contradict each other in more than one way; it is the same mistake.
      const mistake = `${rival?.place} ${claim.path.join(".")}`;
      if (rival !== undefined && !contradicted.has(mistake)) {
        contradicted.add(mistake);
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

/** What named activations are while a clamp holds together with others: see `Effect`. */
export function clampEffects(clamp: Clamp, shape: ModelShape, active: readonly Clamp[] = []): Effect[] {
  const checked = { ...shape, matchingPairs: 1, sets: [] };
  const others = active.filter((other) => other !== clamp);
  const claimed = others.flatMap((other) => behaviour(other).claims(checked));
  return behaviour(clamp).effects(shape, claimed);
}

/** Whether other clamps act on top of a clamp, wherever it stands in the list. */
export function isBackground(clamp: Clamp): boolean {
  return behaviour(clamp).isBackground;
}

/** The hook through which a model is traced under clamps. Throws where a clamp's site was never reached: see `verify`. */
export function clampSites(clamps: readonly Clamp[], trace: Trace): { site: Site; verify: () => void } {
  const behaviours = clamps.map(behaviour);
  const ordered = [
    ...behaviours.filter(({ isBackground }) => isBackground),
    ...behaviours.filter(({ isBackground }) => !isBackground),
  ];
  const rewrites = ordered.flatMap((each) => each.rewrites(trace.shape));
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
