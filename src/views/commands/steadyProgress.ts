import type * as vscode from "vscode";

/** Tells a notification how far something is, 0 … 1, and what it does. What goes back is not shown: bars only grow. */
export function steadyProgress(
  progress: vscode.Progress<{ message?: string; increment?: number }>,
): (fraction: number, message: string) => void {
  let shown = 0;
  return (fraction, message) => {
    const increment = Math.max(0, Math.min(1, fraction) - shown);
    shown += increment;
    progress.report({ message, increment: 100 * increment });
  };
}
