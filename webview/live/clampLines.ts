import type { RunSnapshot } from "../../src/protocol/panelRun.ts";
import { clampHistory, type ClampHistory } from "../../src/runs/comparison/clampHistory.ts";
import { clampSentence } from "../../src/runs/comparison/clampSentence.ts";
import { describeClamp } from "../../src/runs/comparison/describeClamp.ts";
import { withoutWindow } from "../shared/withoutWindow.ts";

/** A clamp of a run in words. */
export interface ClampLine {
  readonly run: string;
  readonly id: string;
  /** What is clamped. */
  readonly what: string;
  /** Since when, and what was measured of it. */
  readonly how: string;
  readonly state: ClampHistory["state"];
  /** Whether it was set while running and can be released. */
  readonly canRelease: boolean;
}

/** All clamps of a run, those of its experiment first. */
export function clampLines(run: RunSnapshot): ClampLine[] {
  const isTraining = run.state === "running" || run.state === "paused";
  return clampHistory(run.record, run.events).map((history) => {
    const { id, clamp, state, spans, isLive } = history;
    // When it was on is said after it.
    const isPast = state === "off" && spans.length > 0;
    return {
      run: run.id,
      id,
      what: describeClamp(isPast ? withoutWindow(clamp) : clamp, run.record.experiment.model),
      how: clampSentence(history),
      state,
      canRelease: isLive && state !== "off" && isTraining,
    };
  });
}
