import { parseHead } from "../clamps/heads.ts";
import type { ClampHistory } from "../runs/comparison/clampHistory.ts";
import { clampSentence } from "../runs/comparison/clampSentence.ts";

/** That a head is clamped, or is going to be. */
export interface HeadMark {
  /** `planned`: by an experiment or a run that has not begun. */
  readonly state: "on" | "waiting" | "planned";
  /** Of clamp: `ablate`, `previous-token`. */
  readonly kind: string;
  /** For the end of a line: "clamped: ablate". */
  readonly short: string;
  /** For a tooltip: "ablate: clamped since 212k: …". */
  readonly sentence: string;
}

type AnyClamp = ClampHistory["clamp"];

/** The marks of the heads of a run, by head (`L1H3`). A clamp that is over leaves none; what holds goes before what waits. */
export function headMarks(clamps: readonly ClampHistory[]): ReadonlyMap<string, HeadMark> {
  const marks = new Map<string, HeadMark>();
  for (const history of clamps) {
    const { clamp, state } = history;
    if (state === "off") continue;
    const words = kindWords(clamp.kind);
    const mark: HeadMark = {
      state,
      kind: clamp.kind,
      short:
        state === "on" ? `clamped: ${words}` : `${words} ${clampSentence({ ...history, measured: null })}`,
      sentence: `${words}: ${clampSentence(history)}`,
    };
    for (const head of headsOf(clamp)) {
      if (state === "on" || !marks.has(head)) marks.set(head, mark);
    }
  }
  return marks;
}

/** The marks of the heads that an experiment is going to clamp. */
export function plannedMarks(clamps: readonly AnyClamp[]): ReadonlyMap<string, HeadMark> {
  const marks = new Map<string, HeadMark>();
  for (const clamp of clamps) {
    const words = kindWords(clamp.kind);
    const short = clamp.kind === "ablate" ? "will be ablated" : `will be clamped: ${words}`;
    const sentence = short;
    for (const head of headsOf(clamp)) {
      if (!marks.has(head)) marks.set(head, { state: "planned", kind: clamp.kind, short, sentence });
    }
  }
  return marks;
}

function kindWords(kind: string): string {
  return kind.replaceAll("-", " ");
}

/** The heads that a clamp of any kind names, as `L1H3`. Run folders may hold kinds that this version does not know. */
function headsOf(clamp: AnyClamp): string[] {
  const heads: unknown = Reflect.get(clamp, "heads");
  const head: unknown = Reflect.get(clamp, "head");
  return [...(Array.isArray(heads) ? (heads as unknown[]) : []), head].flatMap((name) => {
    const parsed = typeof name === "string" ? parseHead(name) : null;
    return parsed === null ? [] : [`L${parsed.layer}H${parsed.head}`];
  });
}
