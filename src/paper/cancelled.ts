import { UserError } from "../userError.ts";

/** What is thrown where the user has cancelled. */
export function cancelled(): UserError {
  return new UserError("cancelled; what was trained is kept, and is gone on with the next time");
}
