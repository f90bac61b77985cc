import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { UserError } from "../userError.ts";

/**
 * Path of a program that was built with this one: beside it, or above the folder of chunks that this code is in. Where
 * this code runs from its source, in the package's `dist`.
 * @throws UserError where there is none
 */
export function builtProgram(name: "trainer" | "measurer"): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const files = [here, dirname(here), join(here, "../../dist")].map((folder) => join(folder, `${name}.js`));
  const file = files.find((candidate) => existsSync(candidate));
  if (file !== undefined) return file;
  throw new UserError(`${name}.js is missing beside the command line: build or install Optoscope again`, {
    file: files[0]!,
  });
}
