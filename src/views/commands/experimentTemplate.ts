import { experimentSchema } from "../../experiment/experimentSchema.ts";
import type { Preset } from "../../experiment/presets/preset.ts";
import { childValue } from "../../experiment/schemaAt.ts";
import { experimentKeys } from "./experimentKeys.ts";

const width = 100;

/** Keys that people change first: in a new file also where the preset leaves them at their defaults. */
const essential = ["training.sequences", "evaluation.every", "seeds.init", "seeds.data"];

/**
 * The text of a new experiment file: what the preset sets and the keys that people change first, each with what it
 * means, and an example of a clamp. It runs as it is.
 */
export function experimentTemplate(preset: Preset, name: string): string {
  const experiment = experimentSchema.parse({ ...preset.experiment, name });
  const all = experimentKeys(experiment);
  const set = new Set(leaves(preset.experiment, new Set(all.map(({ name: key }) => key))));
  const keys = all.filter(
    ({ name: key }) => (set.has(key) || essential.includes(key)) && key !== "name" && key !== "clamps",
  );
  const top = [...new Set(keys.map(({ path }) => String(path[0])))];
  const parts = top.map((part) => {
    const inside = keys.filter(({ path }) => path[0] === part);
    const [only] = inside;
    if (only?.path.length === 1) return entry(1, part, only.value, only.description);
    const lines = inside.map(({ name: key, path, value, description }) =>
      entry(
        2,
        key.slice(part.length + 1),
        path.reduce<unknown>(childValue, preset.experiment) ?? value,
        description,
      ),
    );
    return `  "${part}": {\n${lines.join(",\n")}\n  }`;
  });
  const entries = [
    entry(1, "name", name, "What runs of this experiment are called."),
    ...parts,
    ...(experiment.toy === undefined ? [clampsEntry(preset.experiment.clamps ?? [])] : []),
  ];
  const help =
    "Every key is optional: Ctrl+Space lists those that there are, and the mouse over one explains it.";
  const head = [...comment(0, `${preset.title}. ${preset.description}`), ...comment(0, help)];
  return [...head, "{", entries.join(",\n\n"), "}", ""].join("\n");
}

function clampsEntry(clamps: readonly unknown[]): string {
  const help = "Heads held fixed throughout training. Layers and heads are counted from 0, for example:";
  const example = '  // { "kind": "ablate", "heads": ["L1H0", "L1H1"], "from": 100000 }';
  const list = clamps.map((clamp) => `    ${inline(clamp)}`).join(",\n");
  const value = clamps.length === 0 ? "[]" : `[\n${list}\n  ]`;
  return [...comment(1, help), example, `  "clamps": ${value}`].join("\n");
}

/** Names of what an experiment sets: down to what is no object, and to those of `whole`, which are written as one. */
function leaves(input: object, whole: ReadonlySet<string>, prefix = ""): string[] {
  return Object.entries(input).flatMap(([key, value]: [string, unknown]) => {
    const name = `${prefix}${key}`;
    const isGroup = typeof value === "object" && value !== null && !Array.isArray(value) && !whole.has(name);
    return isGroup ? leaves(value, whole, `${name}.`) : [name];
  });
}

function entry(depth: number, key: string, value: unknown, description: string): string {
  return [...comment(depth, description), `${"  ".repeat(depth)}"${key}": ${inline(value)}`].join("\n");
}

function comment(depth: number, text: string): string[] {
  const start = `${"  ".repeat(depth)}// `;
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && start.length + line.length + 1 + word.length > width) {
      lines.push(start + line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return text === "" ? [] : [...lines, start + line];
}

/** JSON on one line, with spaces as people put them. */
function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${inline(item)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}
