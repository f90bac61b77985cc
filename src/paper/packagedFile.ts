import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { UserError } from "../userError.ts";

/**
 * Path of a file that ships with Optoscope, such as `media/fonts/x.ttf`: below the folder of this program, or one above.
 * Throws a UserError where it is missing.
 */
export function packagedFile(path: string): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const file = join(folder, path);
    if (existsSync(file)) return file;
    if (folder === dirname(folder)) break;
  }
  throw new UserError("missing: a part of Optoscope that comes with it; install Optoscope anew", {
    file: path,
  });
}
