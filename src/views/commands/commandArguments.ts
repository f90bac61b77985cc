import * as z from "zod";
import { presetSource } from "../../experiment/presetName.ts";

const runNode = z.object({ kind: z.literal("run"), id: z.string() });
const runGroupNode = z.object({ kind: z.literal("run-group"), runs: z.array(z.string()) });
const runEntry = z.object({ id: z.string(), folder: z.string() });
const headsNode = z.object({ kind: z.enum(["head", "attention", "block"]), heads: z.array(z.string()) });
const fileItem = z.object({ kind: z.literal("file"), uri: z.object({ fsPath: z.string() }) });
const presetItem = z.object({ kind: z.literal("preset"), preset: z.object({ name: z.string() }) });
const presetSetItem = z.object({ kind: z.literal("preset-set"), set: z.object({ name: z.string() }) });
const clampOfRun = z.object({
  kind: z.literal("run"),
  run: z.string(),
  history: z.object({ id: z.string() }),
});
const clampOfExperiment = z.object({
  kind: z.literal("experiment"),
  item: z.union([fileItem, presetItem]),
  index: z.int(),
});
const resource = z.object({ fsPath: z.string(), scheme: z.literal("file") });

/**
 * The targets among a command's arguments. Menus of trees give the item under the mouse, then all that are selected;
 * other callers give one, or a list.
 */
function targetsOf(args: readonly unknown[]): readonly unknown[] {
  const [first, second] = args;
  if (Array.isArray(second) && second.length > 0) return second;
  if (Array.isArray(first)) return first;
  return first === undefined || first === null ? [] : [first];
}

function collect<T>(args: readonly unknown[], read: (target: unknown) => T | undefined): T[] {
  return targetsOf(args).flatMap((target) => read(target) ?? []);
}

/**
 * Ids of the runs that a command was called with: ids, run entries, items of the Runs view (of a group, all its runs) or
 * of the Clamps view.
 */
export function runIds(args: readonly unknown[]): string[] {
  const ids = targetsOf(args).flatMap((target): readonly string[] => {
    if (typeof target === "string") return [target];
    const group = runGroupNode.safeParse(target).data;
    if (group !== undefined) return group.runs;
    const run = runNode.safeParse(target).data ?? runEntry.safeParse(target).data;
    const id = run?.id ?? clampOfRun.safeParse(target).data?.run;
    return id === undefined ? [] : [id];
  });
  return [...new Set(ids)];
}

/** Heads that a command was called with: by name, or as nodes of the Architecture view, of which some hold several. */
export function headGroups(args: readonly unknown[]): readonly string[][] {
  return targetsOf(args).flatMap((target): string[][] => {
    if (typeof target === "string") return /^L\d+H\d+$/.test(target) ? [[target]] : [];
    const heads = headsNode.safeParse(target).data?.heads ?? [];
    return heads.length === 0 ? [] : [heads];
  });
}

/** The head that was clicked, though more may be selected; null where it was something else, or something of more heads. */
export function clickedHead(args: readonly unknown[]): string | null {
  const [heads = [], ...others] = headGroups(args.slice(0, 1));
  return heads.length === 1 && others.length === 0 ? heads[0]! : null;
}

/** Experiments that a command was called with: absolute paths of files, or `preset:NAME`. */
export function experimentNames(args: readonly unknown[]): string[] {
  return collect(args, (target) => {
    if (typeof target === "string") return target;
    const preset = presetItem.safeParse(target).data?.preset.name;
    if (preset !== undefined) return presetSource(preset);
    const set = presetSetItem.safeParse(target).data?.set.name;
    if (set !== undefined) return presetSource(set);
    return fileItem.safeParse(target).data?.uri.fsPath ?? resource.safeParse(target).data?.fsPath;
  });
}

/** Where a clamp is: in a run by its id, or in an experiment (an absolute path or `preset:NAME`) by its place. */
export type ClampReference =
  | { readonly kind: "run"; readonly run: string; readonly id: string }
  | { readonly kind: "experiment"; readonly name: string; readonly index: number };

/** Clamps that a command was called with from the Clamps view. */
export function clampReferences(args: readonly unknown[]): ClampReference[] {
  return collect(args, (target): ClampReference | undefined => {
    const ofRun = clampOfRun.safeParse(target).data;
    if (ofRun !== undefined) return { kind: "run", run: ofRun.run, id: ofRun.history.id };
    const ofExperiment = clampOfExperiment.safeParse(target).data;
    const [name] = experimentNames([ofExperiment?.item]);
    if (ofExperiment === undefined || name === undefined) return undefined;
    return { kind: "experiment", name, index: ofExperiment.index };
  });
}
