import { UserError } from "../../../src/userError.ts";

/** The lines of the UserError that `action` throws; fails when it throws nothing or something else. */
export function problemLines(action: () => unknown): string[] {
  try {
    action();
  } catch (error) {
    if (error instanceof UserError) return error.message.split("\n");
    throw error;
  }
  throw new Error("expected a UserError, but nothing was thrown");
}
