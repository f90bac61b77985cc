import type { Browser, Page } from "playwright-core";
import type { FromPanel, PanelRequest, ToPanel } from "../../src/protocol/panelMessages.ts";
import { openPanelPage } from "./openPanelPage.ts";

/** A Wiring panel in a browser, and its host. */
export interface WiringPage {
  readonly page: Page;
  /** What it has asked for so far, each with its number. */
  asked(): Promise<{ readonly number: number; readonly request: PanelRequest }[]>;
  posted(): Promise<FromPanel[]>;
  send(...messages: readonly ToPanel[]): Promise<void>;
  /** What would be kept over a reload of the window. */
  state(): Promise<{ readonly runs: readonly string[]; readonly ui: unknown }>;
}

/**
 * Opens the panel.
 * @param kept as VS Code would give it back after a reload
 * @param nonce of its page: the same where a hidden page is loaded again, another in a window that is loaded anew
 */
export async function openWiringPage(
  browser: Browser,
  kept: unknown = null,
  nonce = "first",
): Promise<WiringPage> {
  const { page, run, state } = await openPanelPage(browser, "wiring", { height: 900, kept, nonce });
  const posted = async () => (await run("() => host.posted")) as FromPanel[];
  return {
    page,
    posted,
    asked: async () => (await posted()).filter((message) => message.kind === "request"),
    send: async (...messages) => {
      await run("(messages) => messages.forEach((message) => host.send(message))", messages);
    },
    state,
  };
}
