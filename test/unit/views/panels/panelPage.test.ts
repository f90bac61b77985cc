import { describe, expect, it } from "vitest";
import type { ToPanel } from "../../../../src/protocol/panelMessages.ts";
import { PanelPage } from "../../../../src/views/panels/panelPage.ts";
import { snapshot } from "../../../webview/snapshot.ts";

const options = {
  find: () => undefined,
  isTrusted: () => true,
  measures: { join: () => expect.unreachable() },
};

/** A page whose messages arrive when the test says so. */
function openPage() {
  const sent: ToPanel[] = [];
  const arrivals: (() => void)[] = [];
  const page = new PanelPage((message) => {
    sent.push(message);
    return new Promise<void>((resolve) => arrivals.push(resolve));
  }, options);
  const arrive = async (): Promise<void> => {
    arrivals.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  const kinds = () => sent.map((message) => (message.kind === "columns" ? message.run.id : message.kind));
  return { page, arrive, kinds };
}

const rest = { missing: [], isTrusted: true };
const parts = (...ids: string[]) => ({
  runs: ids.map((id) => snapshot({ id, coming: ["a"] })),
  rest: ids.map((id) => ({ id, columns: {} })),
});

describe("a snapshot that is sent to a page", () => {
  it("goes part by part, each when the one before has arrived, and news wait until all has", async () => {
    const { page, arrive, kinds } = openPage();
    const done = page.postSnapshot(parts("r", "s"), rest);
    expect([kinds(), page.isSending]).toEqual([["hydrate"], true]);
    await arrive();
    expect(kinds()).toEqual(["hydrate", "r"]);
    await arrive();
    expect([kinds(), page.isSending]).toEqual([["hydrate", "r", "s"], true]);
    await arrive();
    await done;
    expect(page.isSending).toBe(false);
  });

  it("does not keep news waiting for ever where it could not be sent", async () => {
    const page = new PanelPage(() => Promise.reject(new Error("gone")), options);
    await expect(page.postSnapshot(parts("r"), rest)).rejects.toThrow("gone");
    expect(page.isSending).toBe(false);
  });

  it("ends where another takes its place, or the page is gone", async () => {
    const { page, arrive, kinds } = openPage();
    void page.postSnapshot(parts("r", "s"), rest);
    await arrive();
    void page.postSnapshot(parts("t"), rest);
    await arrive();
    expect(kinds()).toEqual(["hydrate", "r", "hydrate"]);
    await arrive();
    expect([kinds(), page.isSending]).toEqual([["hydrate", "r", "hydrate", "t"], true]);
    page.unload();
    await arrive();
    void page.postSnapshot(parts("u"), rest);
    await arrive();
    expect(kinds()).toEqual(["hydrate", "r", "hydrate", "t"]);
  });
});
