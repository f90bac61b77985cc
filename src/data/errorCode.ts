/** What a failed system call says in short: its code, such as `ENOENT`, or else the whole error. */
export function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
