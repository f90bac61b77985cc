import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { experimentJsonSchema } from "../experiment/jsonSchema.ts";

/** Writes `experiment.schema.json` into a folder, by which editors complete and check experiment files. */
export async function writeSchema(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, "experiment.schema.json"),
    `${JSON.stringify(experimentJsonSchema(), null, 2)}\n`,
  );
}
