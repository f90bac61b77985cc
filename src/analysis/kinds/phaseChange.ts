import * as z from "zod";
import { hasPhaseChange, phaseChangeAmong, phaseChangeLoss } from "../../measures/phaseChange.ts";
import { UserError } from "../../userError.ts";
import type { CurvesMeasure } from "../measureKind.ts";

const options = z.strictObject({
  threshold: z
    .number()
    .positive()
    .default(phaseChangeLoss)
    .describe("The train loss below which the phase change has happened, in nats. Default: 0.4 ln 2."),
});

/** Where the train loss first fell below a threshold. */
export const phaseChange: CurvesMeasure<"phase-change", typeof options> = {
  reads: "curves",
  name: "phase-change",
  options,
  measure({ record, lines }, { threshold }) {
    if (!hasPhaseChange(record.experiment))
      throw new UserError(
        "the run is one of the toy model, whose loss is in no nats and has no phase change",
      );
    return { phaseChange: phaseChangeAmong(lines, threshold), threshold };
  },
};
