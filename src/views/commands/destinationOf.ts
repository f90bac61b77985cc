import { presetName } from "../../experiment/presetName.ts";
import { UserError } from "../../userError.ts";
import type { Services } from "../services.ts";
import { runDestination, type ClampDestination } from "./clampDestination.ts";
import { readSource } from "./experimentSource.ts";
import { nameOf, targetExperiment } from "./targetExperiment.ts";

/**
 * Where a clamp of ticked heads goes: to what the Architecture view shows, else to the experiment that the user picks.
 * @returns null where he breaks off
 * @throws UserError where that cannot be read
 */
export async function clampDestination(services: Services, title: string): Promise<ClampDestination | null> {
  const { architectureTree, library } = services;
  const { subject } = architectureTree;
  if (subject?.kind === "run") {
    const run = library.find(subject.id);
    const destination = run === undefined ? null : runDestination(run);
    if (destination === null) throw new UserError("The run in the Architecture view cannot be read.");
    return destination;
  }
  const name = subject === null ? await targetExperiment(services, [], title) : nameOf(subject.item);
  if (name === null) return null;
  const experiment = (await readSource(name)).resolve([]);
  const preset = presetName(name);
  return preset === null
    ? { kind: "file", file: name, experiment }
    : { kind: "preset", name: preset, experiment };
}
