import * as z from "zod";

/** On which sequences a measure is taken. */
export const setOption = z
  .enum(["all", "train", "relabel", "exemplar", "class"])
  .default("all")
  .describe(
    "The sequences: all that training can see, each once, or one of the evaluation sets (train, relabel, exemplar, class).",
  );

/** Of which layer's heads. */
export const layerOption = z
  .int()
  .min(0)
  .optional()
  .describe("The layer whose heads are measured, counted from 0. Default: the last.");

/** From which layer's heads to which. */
export const layersOption = z
  .tuple([z.int().min(0), z.int().min(0)])
  .optional()
  .describe("The earlier and the later layer, counted from 0. Default: the last two.");
