import * as z from "zod";
import { experimentSchema } from "./experimentSchema.ts";

type Node = z.core.JSONSchema.BaseSchema;

/** What VS Code says where a text does not match, by the pattern: a regular expression tells nobody what is wrong. */
const patternMessages: Readonly<Record<string, string>> = {
  "^[ -~\\u00a0-\\uffff]*$": "expected one line of text",
  "^L(\\d{1,3})H(\\d{1,3})$": "expected a head such as L1H3 (layer 1, head 3, both counted from 0)",
};

/** The JSON Schema (draft 7, as VS Code reads it) of experiment files: for completion, hovers and squiggles. */
export function experimentJsonSchema(): object {
  return {
    ...z.toJSONSchema(experimentSchema, {
      target: "draft-07",
      io: "input",
      override: ({ jsonSchema }) => {
        describeKind(jsonSchema);
        listKinds(jsonSchema);
        const message = patternMessages[jsonSchema.pattern ?? ""];
        if (message !== undefined) jsonSchema["patternErrorMessage"] = message;
      },
    }),
    title: "Optoscope experiment",
    description:
      "What to run: data, model, training, and the clamps that hold activations fixed. Every key is optional.",
  };
}

/** The name of a kind is hovered over most: it says what the whole object is. */
function describeKind({ properties, description }: Node): void {
  const kind = properties?.["kind"];
  if (typeof kind === "object" && kind.description === undefined && description)
    kind.description = description;
}

/** Of a choice between objects by their `kind`, VS Code would name one kind alone where none fits. */
function listKinds({ oneOf = [] }: Node): void {
  const kinds = oneOf.flatMap((choice) => {
    const kind = typeof choice === "object" ? choice.properties?.["kind"] : undefined;
    return typeof kind === "object" && kind.const !== undefined ? [kind] : [];
  });
  const names = kinds.map((kind) => JSON.stringify(kind.const));
  const list = new Intl.ListFormat("en", { type: "disjunction" }).format(names);
  for (const kind of kinds) kind["errorMessage"] = `expected ${list}`;
}
