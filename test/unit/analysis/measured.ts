import { measure } from "../../../src/analysis/measure.ts";
import type { MeasureName, MeasureValues } from "../../../src/measures/measureValues.ts";
import type { MeasureJob, MeasureResult } from "../../../src/protocol/measureMessages.ts";
import { create, finish, runFolder } from "../training/tinyRun.ts";

/** A finished tiny run, removed when the test has ended. */
export async function finishedRun(changes: object = {}): Promise<string> {
  const folder = runFolder();
  await finish(await create(folder, changes));
  return folder;
}

type More = Partial<Omit<MeasureJob, "runFolder" | "name">>;

/** Measures a run. */
export async function resultOf<Name extends MeasureName>(
  folder: string,
  name: Name,
  more: More = {},
): Promise<MeasureResult<Name>> {
  const job = { runFolder: folder, name, at: null, clamps: [], options: {}, ...more };
  return (await measure(job, () => undefined, new AbortController().signal)) as MeasureResult<Name>;
}

/** Measures a run at one place. */
export async function valueOf<Name extends MeasureName>(
  folder: string,
  name: Name,
  more: More = {},
): Promise<MeasureValues[Name]> {
  return (await resultOf(folder, name, more)).results[0]!.value;
}
