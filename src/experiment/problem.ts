import type { KeyPath } from "./keyPath.ts";

/** One thing that is wrong with an experiment. */
export interface Problem {
  /** Where; for an unknown or repeated key the path ends in that key. */
  readonly path: KeyPath;
  /** What was expected and what was found, in one line. */
  readonly message: string;
  /** Whether the key is wrong, rather than its value. */
  readonly atKey?: boolean;
}
