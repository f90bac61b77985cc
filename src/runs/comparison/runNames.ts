import type { Experiment } from "../../experiment/experimentSchema.ts";
import type { RunRecord } from "../runRecord.ts";
import { canonicalJson } from "./canonicalJson.ts";
import { configDiff } from "./configDiff.ts";
import { defaultExperiment } from "./defaultExperiment.ts";
import { describeClamped } from "./describeClamped.ts";
import { describeValues } from "./describeValues.ts";
import { formatSequences } from "./formatNumbers.ts";
import { oneLine } from "./oneLine.ts";

/** A run that needs a name. `label`: what the user called it, null if nothing. */
export interface NamelessRun {
  readonly id: string;
  readonly record: RunRecord;
  readonly label: string | null;
}

const longest = 80;
const mostKeys = 3;

/** Keys that are named by a word of their own, and first. */
const words: Readonly<Record<string, string>> = {
  "training.batch": "batch",
  "training.optimizer.rate": "rate",
  "training.sequences": "sequences",
  "model.layers": "layers",
  "model.heads": "heads",
  "model.width": "width",
  "toy.rate": "rate",
  "toy.dimension": "dimension",
};

/**
 * A name for each run, by id, all different and of at most 80 characters: the user's label, else the experiment's name
 * with clamps and seeds that are not the defaults, and up to three other keys that are not the defaults and differ
 * between runs of that name: `base · L1H3 only · seed 6`. A member of a group has what the sweep gave it in place of
 * all that. Equal ones get ` · 2`, ` · 3` by age.
 */
export function nameRuns(runs: readonly NamelessRun[]): ReadonlyMap<string, string> {
  const byAge = [...runs].sort(
    (a, b) => order(Date.parse(a.record.created), Date.parse(b.record.created)) || order(a.id, b.id),
  );
  const names = new Map<string, string>();
  const taken = new Set<string>();
  const give = (id: string, name: string) => {
    let unique = shorten(name, "");
    for (let number = 2; taken.has(unique); number++) unique = shorten(name, ` · ${number}`);
    taken.add(unique);
    names.set(id, unique);
  };
  // Labels first: what a user has typed is kept, and names made here make way.
  for (const { id, label } of byAge) if (isGiven(label)) give(id, oneLine(label));
  const keys = differingKeys(byAge);
  for (const { id, label, record } of byAge) {
    if (!isGiven(label)) give(id, describe(record, keys.get(id) ?? []));
  }
  return names;
}

function isGiven(label: string | null): label is string {
  return label !== null && oneLine(label) !== "";
}

function describe({ experiment, parent, group }: RunRecord, keys: readonly string[]): string {
  const { name, seeds } = experiment;
  const clamped = describeClamped(experiment);
  // What all of a group have in common is told by the group.
  if (group !== undefined) {
    const values = describeValues(group.values);
    return values === "" ? oneLine(name) : `${oneLine(name)} · ${values}`;
  }
  return [
    oneLine(name),
    ...(clamped === "none" ? [] : [clamped]),
    ...describeSeeds(seeds),
    ...keys,
    ...(parent === null ? [] : [`fork at ${formatSequences(parent.sequences)}`]),
  ].join(" · ");
}

function describeSeeds({ init, data, eval: evaluation }: Experiment["seeds"]): string[] {
  const { seeds } = defaultExperiment;
  return [
    ...(init === seeds.init ? [] : [`seed ${init}`]),
    ...(data === seeds.data ? [] : [`data seed ${data}`]),
    ...(evaluation === seeds.eval ? [] : [`eval seed ${evaluation}`]),
  ];
}

/** By run, what is named besides clamps and seeds, such as `batch 64`: keys with a word of their own come first. */
function differingKeys(runs: readonly NamelessRun[]): Map<string, string[]> {
  const groups = new Map<string, NamelessRun[]>();
  for (const run of runs) {
    const { name } = run.record.experiment;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [run]);
    else group.push(run);
  }
  const keys = new Map<string, string[]>();
  for (const group of groups.values()) {
    const experiments = group.map(({ record }) => record.experiment);
    const differences = configDiff([...experiments, defaultExperiment])
      .filter(({ path }) => !/^(name|seeds|clamps|toy\.clamped)\b/.test(path))
      .map(({ path, values }) => ({ path, texts: values.map((value) => show(path, value)) }))
      .filter(({ texts }) => texts.slice(0, -1).some((text) => text !== texts[0]))
      .sort((a, b) => rank(a.path) - rank(b.path));
    group.forEach(({ id }, place) => {
      const named = differences.filter(({ texts }) => texts[place] !== "" && texts[place] !== texts.at(-1));
      keys.set(
        id,
        named.slice(0, mostKeys).map(({ path, texts }) => `${words[path] ?? path} ${texts[place]!}`),
      );
    });
  }
  return keys;
}

function rank(path: string): number {
  const order = Object.keys(words);
  return order.includes(path) ? order.indexOf(path) : order.length;
}

/** A value in a few characters, different for different values; empty where there is none. */
function show(path: string, value: unknown): string {
  if (value === undefined) return "";
  if (typeof value === "string") return oneLine(value);
  if (typeof value !== "number") return canonicalJson(value) ?? "";
  const short = formatSequences(value);
  if (path === "training.sequences" && Number(short.replace("k", "e3").replace("M", "e6")) === value)
    return short;
  return value !== 0 && Math.abs(value) < 1e-3 ? value.toExponential() : String(value);
}

/** At most as long as a name may be with its end: what is too much is left out of the middle. */
function shorten(name: string, end: string): string {
  const room = longest - end.length;
  if (name.length <= room) return name + end;
  // By characters, so that none is torn in two.
  const characters = Array.from(name);
  for (let half = Math.floor((room - 1) / 2); ; half--) {
    const text = `${characters.slice(0, half).join("")}…${characters.slice(characters.length - half).join("")}`;
    if (text.length <= room) return text + end;
  }
}

function order<T>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
