import type { CommandId } from "../../ids.ts";
import type { Services } from "../services.ts";

/** What must be there before a command runs: a folder of the workspace, and the user's trust in it. */
export type Need = "folder" | "trust";

/** One command of the extension. */
export interface Command {
  readonly id: CommandId;
  /** What is checked before, each with a polite message and a way to mend it. */
  readonly needs: readonly Need[];
  /**
   * `args` are what menus give (the item, then all that are selected), what other callers give, or nothing.
   * @throws UserError to tell the user what went wrong
   */
  readonly run: (services: Services, ...args: readonly unknown[]) => Promise<void> | void;
}
