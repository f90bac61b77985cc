import type { RunStatus } from "./runStatus.ts";

/**
 * How a run stands for its user: what its status says, and what it cannot say. `queued` waits for a free processor,
 * `starting` has a process and has written nothing yet, `crashed` says running and has no living process.
 */
export type RunState = RunStatus["state"] | "queued" | "starting" | "crashed";
