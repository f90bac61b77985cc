import type { RunEntry } from "../../execution/runEntry.ts";
import type { ComparedRun } from "../../runs/comparison/compareRuns.ts";
import { readCurves } from "../../runs/curvesReader.ts";
import { readEvents } from "../../runs/runReader.ts";
import { UserError } from "../../userError.ts";

/** A run with all that was measured of it, read from its folder. @throws UserError where that cannot be read */
export function comparedRun({ id, name, record, status, state, folder, problem }: RunEntry): ComparedRun {
  if (record === null) throw new UserError(problem ?? `“${name}” cannot be read.`);
  const { curves } = readCurves(folder);
  return { id, name, record, status, state, curves, events: readEvents(folder).lines };
}
