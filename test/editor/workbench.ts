import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Frame, Locator, Page } from "playwright-core";
import type { RunningEditor } from "./startEditor.ts";
import { screenshotFolder } from "./testHost.ts";

/** Themes of VS Code, one of each kind: the name that its list has, and the class that it gives to the window. */
const themes = {
  dark: { name: "Dark Modern", kind: "vs-dark" },
  light: { name: "Light Modern", kind: "vs" },
  contrast: { name: "Dark High Contrast", kind: "hc-black" },
  contrastLight: { name: "Light High Contrast", kind: "hc-light" },
} as const;

/** The kinds of themes. */
export type Theme = keyof typeof themes;

/** What a user sees of VS Code and does with it, in a page of a browser. What is waited for and does not come throws. */
export class Workbench {
  readonly page: Page;
  readonly editor: RunningEditor;

  constructor(page: Page, editor: RunningEditor) {
    this.page = page;
    this.editor = editor;
  }

  /** Opens a window on the workspace, on another folder, or (null) on none, and waits until it is usable. */
  async openFolder(folder: string | null = this.editor.workspace): Promise<void> {
    const query = folder === null ? "ew=true" : `folder=${encodeURIComponent(folder)}`;
    await this.page.goto(`${this.editor.address}/?${query}`);
    await this.restored();
  }

  /** Waits until the window shows its parts. */
  async restored(): Promise<void> {
    await this.page.locator(".monaco-workbench .part.statusbar").waitFor({ timeout: 60_000 });
  }

  /** Loads the window anew, as a user does: VS Code then keeps the state of its editors. */
  async reload(): Promise<void> {
    const loaded = this.page.waitForEvent("load");
    await this.runCommand("Developer: Reload Window");
    await loaded;
    await this.restored();
  }

  /**
   * Runs a command from the palette (F1) with the keyboard only. `title` is with its category; the three dots of a
   * command that asks may be left out.
   */
  async runCommand(title: string, timeout = 30_000): Promise<void> {
    const row = this.#rowOf(title);
    const end = Date.now() + timeout;
    // An open palette does not learn of commands that come later, and closes when an editor that opens takes the focus.
    while (Date.now() < end) {
      await this.page.keyboard.press("F1");
      if (await this.#search(`>${title}`, row)) return this.#acceptRow(row);
      await this.page.keyboard.press("Escape");
    }
    throw new Error(`the palette has no command "${title}"`);
  }

  /** The commands that the palette offers for a text, as they are written there. */
  async offeredCommands(text: string): Promise<string[]> {
    await this.page.keyboard.press("F1");
    await this.quickText().fill(`>${text}`);
    await appears(this.quickRows().first(), 3000);
    await this.page.waitForTimeout(300);
    const rows = await this.quickRows().locator(".label-name").allInnerTexts();
    await this.page.keyboard.press("Escape");
    return rows;
  }

  /** The text field of the open quick pick or input box. */
  quickText(): Locator {
    return this.page.locator(".quick-input-widget input[type=text]").first();
  }

  /** The rows of the open quick pick; only those in view are in the page. */
  quickRows(): Locator {
    return this.page.locator(".quick-input-widget .quick-input-list .monaco-list-row");
  }

  /** What the open input box or quick pick says below its text: the prompt, or what is wrong with the text. */
  quickMessage(): Locator {
    return this.page.locator(".quick-input-widget .quick-input-message");
  }

  /**
   * Chooses a row of the quick pick that is open or about to open, by typing its label: that of one row, or, where no
   * label is exactly this, a part of the row's text.
   */
  async pick(text: string): Promise<void> {
    const exact = this.#rowOf(text);
    const partly = this.quickRows().filter({ hasText: text }).first();
    // What is typed too early goes to the question before, or to the palette, which would take it for a file's name.
    for (let attempt = 0; attempt < 15; attempt++) {
      await this.quickText().waitFor({ state: "visible" });
      for (let wait = 0; wait < 50 && (await this.#isPalette()); wait++) await this.page.waitForTimeout(100);
      await this.quickText().fill(text);
      if ((await appears(exact, 1000)) || (await appears(partly, 1000))) break;
    }
    const row = (await exact.isVisible()) ? exact : partly;
    await this.#acceptRow(row);
  }

  /** Ticks the rows with these texts in the multi-select quick pick, and accepts. */
  async pickMany(texts: readonly string[]): Promise<void> {
    for (const text of texts) {
      const row = this.quickRows().filter({ hasText: text }).first();
      await row.waitFor();
      const box = row.locator("[role=checkbox], input[type=checkbox]").first();
      if ((await box.getAttribute("aria-checked")) === "true" || (await box.isChecked())) continue;
      await box.click();
    }
    await this.quickText().press("Enter");
  }

  /** Types into the input box that is open or about to open and has this prompt, and accepts. */
  async type(text: string, prompt: string | RegExp): Promise<void> {
    await this.quickMessage().filter({ hasText: prompt }).waitFor();
    await this.quickText().waitFor({ state: "visible" });
    await this.quickText().fill(text);
    await this.quickText().press("Enter");
  }

  /** A notification with this text, in view. */
  notification(text: string | RegExp): Locator {
    return this.page.locator(".notification-toast").filter({ hasText: text });
  }

  /** The texts of all notifications in view. */
  notifications(): Promise<string[]> {
    return this.page.locator(".notification-toast .notification-list-item-message").allInnerTexts();
  }

  /** A modal dialog with this text. Its buttons: `.getByRole("button", { name })`. */
  dialog(text: string | RegExp): Locator {
    return this.page.locator(".monaco-dialog-box").filter({ hasText: text });
  }

  /** Shows a view container by its icon in the activity bar. */
  async showContainer(title: string): Promise<void> {
    const icon = this.page.locator(`.activitybar .action-item:has(.action-label[aria-label^="${title}"])`);
    await icon.waitFor();
    const isShown = (await icon.getAttribute("class"))?.includes("checked") ?? false;
    if (!isShown) await icon.locator(".action-label").click();
  }

  /** A view of the side bar: its header and what it contains. */
  view(title: string): Locator {
    return this.page
      .locator(".sidebar .split-view-view")
      .filter({ has: this.page.locator(`.pane-header[aria-label^="${title}"]`) });
  }

  /** The titles of the views in the shown container. */
  async viewTitles(): Promise<string[]> {
    return this.page.locator(".sidebar .pane-header .title").allInnerTexts();
  }

  /** Opens a view that is folded. */
  async unfold(title: string): Promise<void> {
    const header = this.view(title).locator(".pane-header");
    await header.waitFor();
    if ((await header.getAttribute("aria-expanded")) === "false") await header.click();
  }

  /** Rows of a view's tree, all or those with a text. Only those in view are in the page. */
  rows(view: string, text: string | RegExp = ""): Locator {
    return this.view(view).locator("[role=treeitem]").filter({ hasText: text });
  }

  /** A row of a view's tree, scrolled into view with the mouse wheel. */
  async reach(view: string, text: string | RegExp): Promise<Locator> {
    const row = this.rows(view, text).first();
    await this.rows(view).first().waitFor();
    const body = this.view(view).locator(".pane-body");
    for (const step of [-10_000, ...Array<number>(60).fill(44)]) {
      if (await isInside(row, body)) return row;
      await body.hover();
      await this.page.mouse.wheel(0, step);
      await this.page.waitForTimeout(60);
    }
    throw new Error(`${view} has no row with ${String(text)}`);
  }

  /** Opens a row of a tree with the keyboard, so that its children show. */
  async expand(row: Locator): Promise<void> {
    if ((await row.getAttribute("aria-expanded")) !== "false") return;
    await row.click();
    if ((await row.getAttribute("aria-expanded")) === "false") await this.page.keyboard.press("ArrowRight");
  }

  /** Ticks or clears the checkbox of a row. A row that still moves under the mouse is tried again. */
  async tick(row: Locator): Promise<void> {
    const box = row.locator(".monaco-checkbox, .custom-view-tree-node-item-checkbox").first();
    const before = await box.getAttribute("aria-checked");
    for (let attempt = 0; attempt < 4; attempt++) {
      await box.click();
      for (let wait = 0; wait < 20; wait++) {
        if ((await box.getAttribute("aria-checked")) !== before) return;
        await this.page.waitForTimeout(100);
      }
    }
    throw new Error(`the checkbox of ${await row.innerText()} does not change`);
  }

  /** Chooses an entry of a row's context menu. A menu that has only just opened ignores the mouse, and is asked again. */
  async contextMenu(row: Locator, entry: string): Promise<void> {
    await row.click({ button: "right" });
    const item = this.page.locator(".monaco-menu").getByRole("menuitem", { name: entry });
    for (let attempt = 0; attempt < 4; attempt++) {
      await item.click();
      const isGone = await item.waitFor({ state: "hidden", timeout: 2000 }).then(
        () => true,
        () => false,
      );
      if (isGone) return;
    }
    throw new Error(`the menu's entry ${entry} does nothing`);
  }

  /** Presses one of the buttons that a row shows under the mouse. */
  async inlineAction(row: Locator, label: string): Promise<void> {
    await row.hover();
    await row.locator(`.actions .action-label[aria-label^="${label}"]`).click();
  }

  /** The items of the status bar with this text. */
  statusItem(text: string | RegExp): Locator {
    return this.page.locator(".statusbar .statusbar-item").filter({ hasText: text });
  }

  /** The tab of an editor. */
  tab(title: string | RegExp): Locator {
    return this.page.locator(".tabs-container .tab").filter({ hasText: title });
  }

  /** The document of the panel that has this element, once it is there. A reload or a hidden panel makes a new one. */
  async panel(selector: string, timeout = 20_000): Promise<Frame> {
    const end = Date.now() + timeout;
    for (;;) {
      for (const frame of this.page.frames()) {
        if (!frame.url().includes("/webview/browser/pre/fake.html")) continue;
        if (
          (await frame
            .locator(selector)
            .count()
            .catch(() => 0)) > 0
        )
          return frame;
      }
      if (Date.now() > end) throw new Error(`no panel has ${selector}`);
      await this.page.waitForTimeout(100);
    }
  }

  /** Changes the theme with the keyboard, as a user does, and waits until it shows. */
  async setTheme(theme: Theme): Promise<void> {
    const { name, kind } = themes[theme];
    const shown = this.page.locator(`.monaco-workbench.${kind}`);
    const row = this.#rowOf(name);
    // Soon after the start, the list does not have all themes, and does not learn of those that come. In a window that
    // is busy, its rows can move between the look at what has the focus and the key that accepts it.
    for (let attempt = 0; attempt < 10; attempt++) {
      await this.runCommand("Preferences: Color Theme");
      if (await this.#search(name, row)) {
        await this.#acceptRow(row);
        if (await appears(shown, 5000)) break;
      } else await this.page.keyboard.press("Escape");
    }
    await shown.waitFor();
    await this.quickText().waitFor({ state: "hidden" });
  }

  /** Takes a picture of the window, and returns its path. */
  async screenshot(name: string): Promise<string> {
    mkdirSync(screenshotFolder, { recursive: true });
    const path = join(screenshotFolder, `${name}.png`);
    await this.page.screenshot({ path });
    return path;
  }

  /** Whether the palette is still open. */
  async #isPalette(): Promise<boolean> {
    return (await this.quickText().isVisible()) && (await this.quickText().inputValue()).startsWith(">");
  }

  /** The row of the open quick pick with exactly this label. */
  #rowOf(label: string): Locator {
    const exactly = new RegExp(`^${label.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}…?$`);
    return this.quickRows()
      .filter({ has: this.page.locator(".label-name", { hasText: exactly }) })
      .first();
  }

  /** Types into the open quick pick, and returns whether a row comes within two seconds. */
  async #search(text: string, row: Locator): Promise<boolean> {
    const hasTyped = await this.quickText()
      .fill(text, { timeout: 2000 })
      .then(
        () => true,
        () => false,
      );
    return hasTyped && appears(row, 2000);
  }

  /** Moves to a row of the open quick pick by the arrow keys, and accepts it. */
  async #acceptRow(row: Locator): Promise<void> {
    const isThere = async () => ((await row.getAttribute("class")) ?? "").split(" ").includes("focused");
    for (let presses = 0; presses < 30 && !(await isThere()); presses++) {
      await this.quickText().press("ArrowDown");
    }
    await this.quickText().press("Enter");
    // What comes next may be a quick pick in the same place, which would lose what is typed too early.
    await row.waitFor({ state: "hidden", timeout: 3000 }).catch(() => null);
  }
}

/** Whether an element is seen within so many milliseconds. */
export async function appears(locator: Locator, timeout: number): Promise<boolean> {
  return locator
    .first()
    .waitFor({ timeout })
    .then(
      () => true,
      () => false,
    );
}

/** Whether one can be seen whole inside of the other. */
async function isInside(inner: Locator, outer: Locator): Promise<boolean> {
  if (!(await inner.isVisible())) return false;
  const [a, b] = await Promise.all([inner.boundingBox(), outer.boundingBox()]);
  return a !== null && b !== null && a.y >= b.y && a.y + a.height <= b.y + b.height;
}
