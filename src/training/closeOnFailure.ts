import type { RunWriter } from "../runs/runWriter.ts";

/** Does something with a run's writer, which is closed where that fails. Throws what the action throws. */
export function closeOnFailure<T>(writer: RunWriter, action: () => T): T {
  try {
    return action();
  } catch (error) {
    writer.close();
    throw error;
  }
}
