import { UserError } from "../userError.ts";

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EFBIG: "the file would become larger than the file system allows",
  EACCES: "no permission",
  EPERM: "no permission",
  EROFS: "the file system is read-only",
  ENOENT: "no such file or folder",
  ENOTDIR: "a part of the path is a file, not a folder",
  EISDIR: "it is a folder, not a file",
  EEXIST: "it exists already",
  ENAMETOOLONG: "the name is too long",
  EMFILE: "too many files are open",
  ENFILE: "too many files are open",
  EBUSY: "another program uses it",
  EIO: "the disk reported an error",
};

/** The code (`ENOSPC` …) of an error of the operating system, or null for any other thrown value. */
export function systemErrorCode(error: unknown): string | null {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
}

/**
 * Runs an action on a file.
 * @param file named in the error
 * @param doing what fails, as in `cannot <doing>: the disk is full`
 * @param note added to the message, such as what was left behind
 * @throws UserError in place of an error of the operating system; anything else passes unchanged.
 */
export function withFileErrors<T>(file: string, doing: string, action: () => T, note = ""): T {
  try {
    return action();
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === null || !(error instanceof Error)) throw error;
    const reason = reasons[code];
    const what = reason === undefined ? error.message : `${reason} (${code})`;
    throw new UserError(`cannot ${doing}: ${what}${note}`, { file }, { cause: error });
  }
}
