import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { systemErrorCode } from "./withFileErrors.ts";

/**
 * Makes a folder with its parents, and returns whether it was not there before. In place of Node's own `recursive`,
 * which never returns where the system refuses with "no such file" below an existing folder (as under /proc).
 * @throws the error of the operating system
 */
export function makeFolder(folder: string): boolean {
  const parent = dirname(folder);
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if (isFolder(folder)) return false;
    if (systemErrorCode(error) !== "ENOENT" || parent === folder) throw error;
  }
  makeFolder(parent);
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if (isFolder(folder)) return false;
    throw error;
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
