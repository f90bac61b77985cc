import * as z from "zod";

/** Most characters of JSON that are kept of a panel's choices: they are a few hundred. */
const mostCharacters = 10_000;

/** Choices of a panel that may be kept for others: a small object of plain JSON. */
export const keptUiSchema = z
  .record(z.string(), z.json())
  .refine((ui) => JSON.stringify(ui).length <= mostCharacters, {
    error: `more than ${mostCharacters} characters`,
  });
