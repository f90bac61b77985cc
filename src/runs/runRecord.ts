import * as z from "zod";
import { experimentSchema } from "../experiment/experimentSchema.ts";
import { UserError } from "../userError.ts";
import { runGroupSchema } from "./runGroup.ts";
import { zodProblem } from "./zodProblem.ts";

/** The version of the run folder's format that this version of Optoscope writes and reads. */
export const runFormat = 1;

/** What `run.json` must hold. */
const runRecordSchema = z.object({
  format: z.literal(runFormat),
  id: z.string().min(1),
  name: z.string(),
  created: z.iso.datetime(),
  experiment: experimentSchema,
  experimentHash: z.string(),
  experimentFile: z.string().optional(),
  folder: z.string(),
  versions: z.object({ optoscope: z.string(), node: z.string(), runtime: z.string() }),
  platform: z.object({ os: z.string(), arch: z.string(), cpu: z.string(), cores: z.int().nonnegative() }),
  git: z.object({ commit: z.string(), dirty: z.boolean() }).nullable(),
  parent: z.object({ run: z.string(), sequences: z.int().nonnegative() }).nullable(),
  group: runGroupSchema.optional(),
});

/**
 * What a run is: written once, when its folder is created. `experiment` is resolved (defaults filled in),
 * `experimentFile` an absolute path or `preset:NAME`, `folder` the base of the experiment's relative paths,
 * `versions.runtime` such as `wasm simd128` or `tensorflow cpu 4.22.0`, `git` the state of the workspace, `parent`
 * the run and place it was forked from, `group` the runs that it was launched with.
 */
export type RunRecord = Readonly<z.infer<typeof runRecordSchema>>;

const anyFormat = z.looseObject({ format: z.int() });

/**
 * Reads the text of a `run.json`.
 * @param file named in errors
 * @throws UserError when it is not JSON, of another format version, or anything in it is missing or wrong
 */
export function parseRunRecord(text: string, file: string): RunRecord {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new UserError("not valid JSON", { file }, { cause: error });
  }
  const format = anyFormat.safeParse(json);
  if (format.success && format.data.format !== runFormat) {
    const other = `the run folder has format ${format.data.format}, this version of Optoscope reads format ${runFormat}`;
    const remedy = format.data.format > runFormat ? "a newer" : "an older";
    throw new UserError(`${other}. Use ${remedy} version of Optoscope.`, { file, place: "format" });
  }
  const record = runRecordSchema.safeParse(json);
  if (!record.success) throw new UserError(zodProblem(record.error), { file });
  return record.data;
}
