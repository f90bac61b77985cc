import type { ClampHistory } from "../runs/comparison/clampHistory.ts";
import { describeClamp } from "../runs/comparison/describeClamp.ts";
import { formatSequences } from "../runs/comparison/formatNumbers.ts";
import { clampSentence } from "../runs/comparison/clampSentence.ts";
import { formatDeviation } from "../runs/comparison/formatDeviation.ts";
import type { TreeRow } from "./treeRow.ts";

interface Model {
  readonly layers: number;
  readonly heads: number;
}

type AnyClamp = ClampHistory["clamp"];

/** What the Clamps view shows of a clamp of a run. */
export function runClampRow(history: ClampHistory, model: Model): TreeRow {
  const { clamp, state, measured, isLive } = history;
  const label = describeClamp(withoutWindow(clamp), model);
  const effect = measured === null ? [] : [`max deviation ${formatDeviation(measured.deviation)}`];
  const description = [clampSentence({ ...history, measured: null }).replace(/^clamped since/, "on since")]
    .concat(isLive ? ["set while running"] : [], effect)
    .join(" · ");
  const icons = {
    on: { id: "lock", color: "charts.purple" },
    waiting: { id: "clock", color: "charts.blue" },
    off: { id: "unlock", color: null },
  } as const;
  return {
    label,
    description,
    icon: icons[state],
    contextValue: `clamp run ${state}`,
    spoken: `${label}, ${clampSentence(history)}`,
    isTicked: null,
  };
}

/** What the Clamps view shows of a clamp of an experiment. */
export function experimentClampRow(clamp: AnyClamp, model: Model): TreeRow {
  const label = describeClamp(withoutWindow(clamp), model);
  const description = windowWords(clamp);
  return {
    label,
    description,
    icon: { id: "lock", color: null },
    contextValue: "clamp experiment",
    spoken: `${label}, ${description}`,
    isTicked: null,
  };
}

function windowWords(clamp: AnyClamp): string {
  const from: unknown = Reflect.get(clamp, "from");
  const until: unknown = Reflect.get(clamp, "until");
  const parts = [
    typeof from === "number" && from > 0 ? `from ${formatSequences(from)}` : null,
    typeof until === "number" ? `until ${formatSequences(until)}` : null,
  ].filter((part) => part !== null);
  if (parts.length > 0) return parts.join(" ");
  return Reflect.get(clamp, "when") === undefined ? "throughout training" : "while its condition is met";
}

function withoutWindow(clamp: AnyClamp): AnyClamp {
  const copy = { ...clamp };
  Reflect.deleteProperty(copy, "from");
  Reflect.deleteProperty(copy, "until");
  return copy;
}
