import { checkSequences, parseSequences } from "../../clamps/windowText.ts";
import type { Override } from "../../experiment/overrides.ts";
import { formatKeyPath } from "../../experiment/keyPath.ts";
import { UserError } from "../../userError.ts";
import type { ExperimentKey } from "./experimentKeys.ts";
import { valueText } from "./valueText.ts";

/** What was typed for a key, as a change of the experiment. Numbers may be typed as `200k`. */
export function readChange({ name, path, isNumber, value }: ExperimentKey, text: string): Override {
  const typed = parseValue(text.trim(), isNumber, typeof value === "string");
  return { text: `${name}=${valueText(typed)}`, path, value: typed };
}

function parseValue(text: string, isNumber: boolean, isText: boolean): unknown {
  if (isText) return text;
  try {
    return JSON.parse(text);
  } catch {
    return isNumber && checkSequences(text) === null ? (parseSequences(text) ?? text) : text;
  }
}

/** Changes with one more: it takes the place of an earlier one of the same key, and of keys inside of it. */
export function withChange(changes: readonly Override[], change: Override): Override[] {
  const isInside = ({ path }: Override) => change.path.every((part, index) => path[index] === part);
  return [...changes.filter((other) => !isInside(other)), change];
}

/** What is wrong with a changed experiment, in one line. `own` where it is with the value of the change in question. */
export interface ChangeProblem {
  readonly text: string;
  readonly own: boolean;
}

/**
 * What is wrong when `resolve` is given these changes: first what is wrong with the last of them, then with keys that
 * no longer fit to it; null if nothing.
 */
export function problemOf(
  resolve: (changes: readonly Override[]) => unknown,
  changes: readonly Override[],
): ChangeProblem | null {
  try {
    resolve(changes);
    return null;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    // After a title, lines are `place  key.path: message`.
    const [title = "", ...lines] = error.message.split("\n");
    const name = formatKeyPath(changes.at(-1)?.path ?? []);
    const own = lines.find((line) => line.startsWith(`--set ${name}=`));
    const line = own ?? lines[0];
    return { text: line === undefined ? title : line.slice(line.indexOf("  ") + 2), own: own !== undefined };
  }
}
