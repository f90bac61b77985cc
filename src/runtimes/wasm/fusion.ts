import { reachable } from "../../graph/reachable.ts";
import type { Operation, Value } from "../../graph/value.ts";

/** Operations whose kernel can add its result to what is there. */
const accumulating = new Set<Operation["kind"]>([
  "linear",
  "linear-transposed",
  "outer",
  "head-outer",
  "mix-transposed",
  "mix-features-transposed",
  "mix-projected",
  "rope",
  "layer-norm-grad",
  "combine",
  "scale",
  "spread",
  "scatter-add",
]);

/** Operations whose kernel can write each row to a row number of its own. */
const scattering = new Set<Operation["kind"]>(["rope", "mix-transposed"]);

/** The operand that an operation's kernel can look up row by row. */
const lookedUp: Partial<Record<Operation["kind"], readonly number[]>> = {
  linear: [0],
  outer: [0],
  mix: [1],
  scores: [1],
  rope: [0],
  combine: [0, 1],
  scale: [0],
  "mix-features": [1],
  "feature-scores": [1],
  "mix-projected": [1],
};

/** Which values need no memory of their own, because what uses them can do without. */
export interface Fusion {
  /** Written straight into the result of its only user. */
  readonly inlined: ReadonlySet<Value>;
  /** Looked up in its table by its users. */
  readonly folded: ReadonlySet<Value>;
}

/** Finds what can be fused in a program with the given roots. */
export function findFusion(roots: readonly Value[]): Fusion {
  const uses = new Map<Value, { user: Value; operand: number }[]>();
  const values = reachable(roots);
  for (const user of values) {
    user.inputs.forEach((input, operand) => {
      const known = uses.get(input);
      if (known === undefined) uses.set(input, [{ user, operand }]);
      else known.push({ user, operand });
    });
  }
  const inlined = new Set<Value>();
  const folded = new Set<Value>();
  for (const value of values) {
    const users = uses.get(value) ?? [];
    const isRoot = roots.includes(value);
    if (value.operation.kind === "gather") {
      const canLookUp = ({ user, operand }: { user: Value; operand: number }) =>
        lookedUp[user.operation.kind]?.includes(operand) === true;
      // A result is kept by itself: a look-up in parameters would change with their next update.
      if (!isRoot && users.every(canLookUp)) folded.add(value);
    }
    const [use] = users;
    if (!isRoot && users.length === 1 && use !== undefined && canInline(value, use.user, use.operand)) {
      inlined.add(value);
    }
  }
  return { inlined, folded };
}

function canInline(value: Value, user: Value, operand: number): boolean {
  const { kind } = value.operation;
  switch (user.operation.kind) {
    case "combine":
      return accumulating.has(kind) && (operand === 0 ? user.operation.alpha : user.operation.beta) === 1;
    case "spread":
      return accumulating.has(kind) && positionsOf(value) === 1;
    case "scatter-add":
      return operand === 0 && scattering.has(kind);
    case "concat":
      return accumulating.has(kind) || kind === "layer-norm";
    default:
      return false;
  }
}

function positionsOf(value: Value): number {
  return value.type.kind === "rows" && value.type.rows.kind === "sequence"
    ? value.type.rows.positions.length
    : 0;
}
