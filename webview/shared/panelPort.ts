import type { FromPanel, PanelState, ToPanel } from "../../src/protocol/panelMessages.ts";

/** What a panel needs of VS Code: made by vscodeApi.ts, and by hand in tests. */
export interface PanelPort {
  post(message: FromPanel): void;
  /** Calls `listener` with each message of the host. */
  listen(listener: (message: ToPanel) => void): void;
  /** What was kept over a reload of the window, not checked; null for a new panel. */
  getState(): unknown;
  setState(state: PanelState): void;
}
