import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../userError.ts";
import { packagedFile } from "./packagedFile.ts";
import { parseReferenceCsv, type ReferenceCurve } from "./parseReferenceCsv.ts";

const folder = "media/paper-curves";
const known = new Map<string, readonly ReferenceCurve[]>();

/** Which sets of the paper's curves there are, such as `fig5b-loss`, sorted. Throws a UserError where they are missing. */
export function referenceIds(): string[] {
  return readdirSync(packagedFile(folder))
    .filter((name) => name.endsWith(".csv"))
    .map((name) => name.slice(0, -".csv".length))
    .sort();
}

/**
 * The paper's own curves of a figure, read off its plots (real features, seed 5): `referenceCurves("fig5b-loss")`.
 * x is in sequences. Throws a UserError where there is no such set, or its file is damaged.
 */
export function referenceCurves(id: string): readonly ReferenceCurve[] {
  const read = known.get(id);
  if (read !== undefined) return read;
  const ids = referenceIds();
  if (!ids.includes(id)) throw new UserError(`the paper has no curves ${id}: there are ${ids.join(", ")}`);
  const curves = parseReferenceCsv(
    readFileSync(join(packagedFile(folder), `${id}.csv`), "utf8"),
    `${folder}/${id}.csv`,
  );
  known.set(id, curves);
  return curves;
}
