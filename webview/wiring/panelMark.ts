/**
 * What tells this panel from one of another window, or of this one before it was loaded anew; null where the page does
 * not say. The nonce of the page's policy is made with the panel, and stays when VS Code unloads a hidden page and loads
 * it again.
 */
export function panelMark(): string | null {
  return document.querySelector("meta[property=csp-nonce]")?.getAttribute("content") ?? null;
}
