import type { PanelRequest } from "../../src/protocol/panelMessages.ts";
import type { RunState } from "../../src/runs/runState.ts";
import type { IconName } from "./icons.ts";

/** How a run's state is shown. */
export interface StateInfo {
  readonly icon: IconName;
  readonly text: string;
  /** Commands that make sense in it. */
  readonly commands: readonly RunCommand[];
}

export type RunCommand = Extract<PanelRequest, { kind: "run-command" }>["command"];

/** The icon, the words and the possible commands of a state. */
export function stateInfo(state: RunState): StateInfo {
  switch (state) {
    case "queued":
      return { icon: "clock", text: "Queued", commands: ["stop"] };
    case "starting":
    case "created":
      return { icon: "clock", text: "Starting", commands: ["stop", "show-log"] };
    case "running":
      return { icon: "play", text: "Running", commands: ["pause", "stop", "clamp", "show-log"] };
    case "paused":
      return { icon: "pause", text: "Paused", commands: ["resume", "stop", "clamp", "show-log"] };
    case "stopped":
      return { icon: "stop", text: "Stopped", commands: ["resume", "show-log"] };
    case "finished":
      return { icon: "check", text: "Finished", commands: ["show-log"] };
    case "failed":
      return { icon: "error", text: "Failed", commands: ["resume", "show-log"] };
    case "diverged":
      return { icon: "warning", text: "Diverged", commands: ["show-log"] };
    case "crashed":
      return { icon: "error", text: "Crashed", commands: ["resume", "show-log"] };
  }
}
