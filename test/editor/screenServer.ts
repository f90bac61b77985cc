import { createServer } from "node:http";
import type { Page } from "playwright-core";
import type { Screen } from "../host/hostReport.ts";

/** A server by which tests inside of the extension host look at the window and press keys. */
export interface ScreenServer {
  readonly address: string;
  /** From now on it is this window. */
  show(page: Page): void;
  close(): void;
}

/** Starts the server, on this machine only. */
export async function startScreenServer(): Promise<ScreenServer> {
  let page: Page | null = null;
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
    answer(page, pathname, searchParams).then(
      (result) => response.end(JSON.stringify(result)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return {
    address: `http://127.0.0.1:${address.port}`,
    show: (shown) => {
      page = shown;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function answer(page: Page | null, path: string, parameters: URLSearchParams): Promise<unknown> {
  if (page === null) throw new Error("there is no window yet");
  if (path === "/screen") return screenOf(page);
  if (path === "/press") {
    await page.keyboard.press(parameters.get("key") ?? "Escape");
    return null;
  }
  throw new Error(`there is no ${path}`);
}

async function screenOf(page: Page): Promise<Screen> {
  const visibleText = async (selector: string) => {
    const [found] = await page.locator(`${selector} >> visible=true`).all();
    return found === undefined ? null : found.innerText();
  };
  const toasts = await page.locator(".notification-toast .notification-list-item").all();
  const notifications = await Promise.all(
    toasts.map(async (toast) => {
      const icon = (await toast.locator(".notification-list-item-icon").getAttribute("class")) ?? "";
      const text = await toast.locator(".notification-list-item-message").innerText();
      const severity = icon.includes("error") ? "error" : icon.includes("warning") ? "warning" : "info";
      return { severity, text } as const;
    }),
  );
  return {
    quickInput: await visibleText(".quick-input-widget"),
    dialog: await visibleText(".monaco-dialog-box"),
    notifications,
  };
}
