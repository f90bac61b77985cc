import type { MeasureName } from "../measures/measureValues.ts";
import type { MeasureResult } from "../protocol/measureMessages.ts";
import type { Lab, MeasureRequest, PaperRun } from "./lab.ts";

/**
 * What a measure gives, in the order in which places were asked for; one value without any.
 * @throws UserError where the measure does not apply, or when the work is cancelled
 */
export async function measured<Name extends MeasureName>(
  lab: Lab,
  run: PaperRun,
  name: Name,
  request: MeasureRequest = {},
): Promise<MeasureResult<Name>["results"]> {
  const { results } = await lab.measure(run, name, request);
  return results;
}
