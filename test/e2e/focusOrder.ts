import type { Frame, Page } from "playwright-core";

/** Where the Tab key goes in a panel. */
export interface FocusOrder {
  /** All controls that can be seen and used, as they follow each other in the page. */
  readonly expected: readonly string[];
  /** Those that had the focus, in their order. */
  readonly reached: readonly string[];
  /** Those on which nothing shows that they have the focus. */
  readonly unseen: readonly string[];
}

/** Presses Tab from the first control of a panel until the focus leaves it. */
export async function focusOrder(panel: Frame, page: Page): Promise<FocusOrder> {
  const expected = await panel.evaluate(() => {
    const selector =
      'button, input, select, summary, a[href], vscode-button, vscode-dropdown, vscode-checkbox, vscode-text-field, [tabindex="0"]';
    const shown = [...document.querySelectorAll<HTMLElement>(selector)].filter(
      (element) =>
        element.checkVisibility() &&
        // Of a grid, one element is a stop, and arrow keys go to the others.
        element.getAttribute("tabindex") !== "-1" &&
        !("disabled" in element && element.disabled === true) &&
        // Of radio buttons, the checked one stands for all.
        !(element instanceof HTMLInputElement && element.type === "radio" && !element.checked),
    );
    return shown.map((element, place) => {
      const name = `${place} ${element.tagName.toLowerCase()} ${element.getAttribute("aria-label") ?? element.textContent}`;
      element.dataset["stop"] = name.slice(0, 60);
      return element.dataset["stop"];
    });
  });
  const reached: string[] = [];
  const unseen: string[] = [];
  await panel.locator("[data-stop]").first().focus();
  // From the mouse or a script the focus need not show.
  await page.keyboard.press("Tab");
  await page.keyboard.press("Shift+Tab");
  for (let presses = 0; presses < expected.length + 5; presses++) {
    const stop = await panel.evaluate(focused);
    if (stop === null) break;
    reached.push(stop.name);
    if (!stop.isSeen) unseen.push(stop.name);
    await page.keyboard.press("Tab");
  }
  return { expected, reached, unseen };
}

/** The control that has the focus, and whether it has an outline, or a border in the colour of the focus. */
function focused(): { readonly name: string; readonly isSeen: boolean } | null {
  const { activeElement: active } = document;
  if (active === null || active === document.body || !document.hasFocus()) return null;
  const sample = document.createElement("span");
  sample.style.color = "var(--vscode-focusBorder)";
  document.body.append(sample);
  const focusColour = getComputedStyle(sample).color;
  sample.remove();
  const parts = [active, ...(active.shadowRoot?.querySelectorAll("*") ?? [])];
  const isSeen = parts.some((part) => {
    const style = getComputedStyle(part);
    const hasOutline = style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) > 0;
    const hasBorder = style.borderTopStyle !== "none" && style.borderTopColor === focusColour;
    return hasOutline || hasBorder;
  });
  const name = active instanceof HTMLElement ? active.dataset["stop"] : undefined;
  return { name: name ?? `not a control: ${active.tagName} ${active.className}`, isSeen };
}
