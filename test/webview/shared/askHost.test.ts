import { describe, expect, it } from "vitest";
import type { Answer, PanelRequest } from "../../../src/protocol/panelMessages.ts";
import { askHost, exportToHost } from "../../../webview/shared/askHost.ts";

const save: PanelRequest = { kind: "save", fileName: "a.csv", content: "a" };

function hostWith(answer: Answer) {
  const said: string[] = [];
  const asked: PanelRequest[] = [];
  const notice = {
    say: (message: string) => {
      said.push(message);
    },
    clear: () => {
      said.push("");
    },
  };
  const client = {
    request: (request: PanelRequest) => {
      asked.push(request);
      return Promise.resolve(answer);
    },
  };
  return { said, asked, notice, client };
}

describe("asking the host", () => {
  it("takes back what was said before, and says what went wrong", async () => {
    const fine = hostWith({ ok: true, done: true });
    await askHost(fine.client, fine.notice, save);
    expect([fine.asked, fine.said]).toEqual([[save], [""]]);
    const full = hostWith({ ok: false, message: "The disk is full." });
    await askHost(full.client, full.notice, save);
    expect(full.said).toEqual(["", "The disk is full."]);
  });

  it("for an export says why it could not be made, and asks for nothing then", async () => {
    const host = hostWith({ ok: true, done: true });
    await exportToHost(host.client, host.notice, () => Promise.reject(new Error("no canvas")));
    expect([host.asked, host.said]).toEqual([[], ["", "The export failed: no canvas"]]);
    await exportToHost(host.client, host.notice, () => Promise.resolve(save));
    expect(host.asked).toEqual([save]);
  });
});
