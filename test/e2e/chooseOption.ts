import type { Frame } from "playwright-core";

/** Chooses an option of a panel's drop-down list with this label, as a user does with keyboard and mouse. */
export async function chooseOption(panel: Frame, label: string, option: string): Promise<void> {
  const list = panel
    .locator(".field")
    .filter({ has: panel.locator(".field-label", { hasText: new RegExp(`^${label}$`) }) })
    .locator("vscode-dropdown");
  await list.press("Enter");
  await list.locator("vscode-option", { hasText: option }).click();
}
