import type * as z from "zod";

/** All problems that a schema found, in one line, each with its key path: `model.heads[0]: expected number, …`. */
export function zodProblem(error: z.ZodError): string {
  const problems = error.issues.map((issue) => {
    const path = issue.path
      .map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`))
      .join("")
      .replace(/^\./, "");
    return path === "" ? issue.message : `${path}: ${issue.message}`;
  });
  return problems.join("; ");
}
