/** Where a command's runs come from. */
export interface TargetSources<T> {
  /** What the command was called with, from a menu or a panel. */
  readonly given: readonly T[];
  /** What is selected where the user is, best first. */
  readonly hinted: readonly (readonly T[])[];
  readonly all: readonly T[];
  readonly many: boolean;
  /** Why the command does not apply, null where it does. */
  readonly whyNot: (target: T) => string | null;
}

/** What a command works with: `take` at once, let the user `pick` one, or tell him the reason why there is none. */
export type Targets<T> =
  | { readonly kind: "take"; readonly targets: readonly T[] }
  | { readonly kind: "pick"; readonly among: readonly T[] }
  | { readonly kind: "none"; readonly reason: string | null };

/**
 * Decides what a command works with. Of what it was called with, it takes those that it applies to; without any call's
 * targets it takes those selected; where that leaves none, or several for a command that takes one, the user picks.
 */
export function chooseTargets<T>({ given, hinted, all, many, whyNot }: TargetSources<T>): Targets<T> {
  const suits = (target: T) => whyNot(target) === null;
  if (given.length > 0) {
    const targets = given.filter(suits);
    return targets.length === 0 ? { kind: "none", reason: whyNot(given[0]!) } : takeOrPick(targets, many);
  }
  const selected = hinted.map((targets) => targets.filter(suits)).find((targets) => targets.length > 0);
  if (selected !== undefined) return takeOrPick(selected, many);
  const among = all.filter(suits);
  if (among.length > 0) return { kind: "pick", among };
  const first = hinted.flat()[0];
  return { kind: "none", reason: first === undefined ? null : whyNot(first) };
}

function takeOrPick<T>(targets: readonly T[], many: boolean): Targets<T> {
  return many || targets.length === 1 ? { kind: "take", targets } : { kind: "pick", among: targets };
}
