import type { Lab } from "./lab.ts";

/** What the paper's numbers of sequences are multiplied by: quick experiments do the same in a tenth of the time. */
export function paperTime({ quick }: Pick<Lab, "quick">): number {
  return quick ? 0.1 : 1;
}

/** A sentence for captions of quick figures; nothing at full length. */
export function quickNote({ quick }: Pick<Lab, "quick">): string {
  return quick
    ? " Quick: ten times the learning rate and a tenth of the sequences; the paper's times are divided by ten."
    : "";
}

/** Why an absolute number may be another one in quick runs; undefined at full length. */
export function quickReason({ quick }: Pick<Lab, "quick">): string | undefined {
  return quick
    ? "Quick runs have ten times the paper's learning rate, which changes more than the time."
    : undefined;
}
