import * as z from "zod";
import { experimentSchema } from "./experimentSchema.ts";

/** The JSON Schema (draft 7, as VS Code reads it) of experiment files: for completion, hovers and squiggles. */
export function experimentJsonSchema(): object {
  return {
    ...z.toJSONSchema(experimentSchema, {
      target: "draft-07",
      io: "input",
      override: ({ jsonSchema }) => {
        const { kind } = jsonSchema.properties ?? {};
        // The name of a kind is hovered over most: it says what the whole object is.
        if (typeof kind === "object" && kind.description === undefined && jsonSchema.description) {
          kind.description = jsonSchema.description;
        }
      },
    }),
    title: "Optoscope experiment",
    description:
      "What to run: data, model, training, and the clamps that hold activations fixed. Every key is optional.",
  };
}
