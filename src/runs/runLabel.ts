import * as z from "zod";
import { UserError } from "../userError.ts";
import { atomicWrite } from "./atomicWrite.ts";
import { readBounded } from "./readBounded.ts";
import { runPaths } from "./runPaths.ts";

const labelSchema = z.object({
  name: z.string().min(1).max(200).nullable().default(null),
  slot: z.int().min(0).max(999).nullable().default(null),
});

/**
 * How a run is shown, in `label.json`: changes nothing that was computed. `name` where the user gave one, `slot` the
 * number of its colour and dash, from 0.
 */
export type RunLabel = Readonly<z.infer<typeof labelSchema>>;

const noLabel: RunLabel = { name: null, slot: null };

/** The label of a run; a missing or damaged one counts as empty. */
export function readLabel(folder: string): RunLabel {
  try {
    const text = new TextDecoder().decode(readBounded(runPaths(folder).label, 2 ** 16));
    return labelSchema.parse(JSON.parse(text));
  } catch (error) {
    if (error instanceof UserError || error instanceof SyntaxError || error instanceof z.ZodError)
      return noLabel;
    throw error;
  }
}

/** Replaces the label of a run. @throws UserError when the folder is missing or cannot be written */
export function writeLabel(folder: string, label: RunLabel): void {
  const text = `${JSON.stringify(labelSchema.parse(label), null, 2)}\n`;
  atomicWrite(runPaths(folder).label, [new TextEncoder().encode(text)], false);
}
