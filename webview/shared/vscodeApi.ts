import type { FromPanel, PanelState, ToPanel } from "../../src/protocol/panelMessages.ts";
import type { PanelPort } from "./panelPort.ts";

// VS Code hands its object out once; whoever else asks gets an error.
const api = acquireVsCodeApi<PanelState>();

/** The panel's one line to the extension host. */
export const vscodeApi: PanelPort = {
  post: (message: FromPanel) => {
    api.postMessage(message);
  },
  listen: (listener) => {
    // Nobody but the host can post here: the page has no frames and opens no windows.
    window.addEventListener("message", (event: MessageEvent<ToPanel>) => {
      listener(event.data);
    });
  },
  getState: () => api.getState() ?? null,
  setState: (state) => {
    api.setState(state);
  },
};
