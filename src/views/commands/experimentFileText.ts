import { isDeepStrictEqual } from "node:util";
import { experimentSchema, type Experiment } from "../../experiment/experimentSchema.ts";
import { inlineJson } from "../../experiment/inlineJson.ts";

const width = 100;

/**
 * The text of an experiment file that gives an experiment: what differs from the defaults, and what people change first.
 */
export function experimentFileText(experiment: Experiment): string {
  const { name, training, seeds, clamps } = experiment;
  const rest = differing(experiment, experimentSchema.parse({}));
  const short = {
    name,
    ...rest,
    training: { sequences: training.sequences, ...(isGroup(rest["training"]) ? rest["training"] : {}) },
    seeds,
    clamps,
  };
  // What a default follows from may itself have been left out.
  const isSame = isDeepStrictEqual(experimentSchema.safeParse(short).data, experiment);
  return `${broken(isSame ? short : experiment, "")}\n`;
}

type Group = Readonly<Record<string, unknown>>;

/** What of an object is not as in another; what is chosen by its kind is written as one. */
function differing(value: Group, usual: Group): Group {
  const entries = Object.entries(value).flatMap(([key, item]): [string, unknown][] => {
    const other = usual[key];
    if (item === undefined || isDeepStrictEqual(item, other)) return [];
    const isWhole = !isGroup(item) || !isGroup(other) || "kind" in item;
    return [[key, isWhole ? item : differing(item, other)]];
  });
  return Object.fromEntries(entries);
}

function isGroup(value: unknown): value is Group {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** JSON with each key and each item on a line of its own; what is short stays on one line, but for the outermost. */
function broken(value: unknown, indent: string): string {
  const line = inlineJson(value);
  if (!(typeof value === "object" && value !== null)) return line;
  if (indent !== "" && indent.length + line.length <= width && !isListOfGroups(value)) return line;
  const inner = `${indent}  `;
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  const items = Array.isArray(value)
    ? value.map((item: unknown) => broken(item, inner))
    : Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${broken(item, inner)}`);
  if (items.length === 0) return line;
  return `${open}\n${items.map((item) => `${inner}${item}`).join(",\n")}\n${indent}${close}`;
}

/** Clamps are read one by one. */
function isListOfGroups(value: object): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(isGroup);
}
