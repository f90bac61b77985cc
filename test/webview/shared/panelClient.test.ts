import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { FromPanel, ToPanel } from "../../../src/protocol/panelMessages.ts";
import { PanelClient, type PanelChange } from "../../../webview/shared/panelClient.ts";
import { snapshot } from "../snapshot.ts";

function start(kept: unknown = null) {
  const posted: FromPanel[] = [];
  let state = kept;
  let send: (message: ToPanel) => void = () => undefined;
  const client = new PanelClient(
    {
      post: (message) => posted.push(message),
      listen: (listener) => {
        send = listener;
      },
      getState: () => state,
      setState: (next) => {
        state = next;
      },
    },
    () => 42,
  );
  const changes: PanelChange[] = [];
  client.onDidChange.on((change) => changes.push(change));
  client.start();
  return {
    client,
    posted,
    changes,
    send: (message: ToPanel) => {
      send(message);
    },
    state: () => state,
  };
}

function hydrate(...ids: string[]): ToPanel {
  return { kind: "hydrate", runs: ids.map((id) => snapshot({ id })), missing: [], isTrusted: true };
}

describe("PanelClient", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("asks for the runs that it showed before, whatever else is in the state", () => {
    expect(start({ runs: ["a", 7, "b"], ui: 1 }).posted).toEqual([{ kind: "ready", runs: ["a", "b"] }]);
    for (const damaged of [null, undefined, "x", { runs: 3 }, []]) {
      expect(start(damaged).posted).toEqual([{ kind: "ready", runs: [] }]);
    }
  });

  it("remembers its runs and UI state, also runs that cannot be shown at the moment", () => {
    const { client, send, state } = start({ runs: ["a"], ui: { zoom: 1 } });
    expect(client.ui).toEqual({ zoom: 1 });
    client.saveUi({ zoom: 2 });
    expect(state()).toEqual({ runs: ["a"], ui: { zoom: 2 } });
    send({
      kind: "hydrate",
      runs: [snapshot({ id: "b" })],
      missing: [{ id: "a", name: "a", reason: "gone", isComing: false }],
      isTrusted: false,
    });
    expect(state()).toEqual({ runs: ["b", "a"], ui: { zoom: 2 } });
  });

  it("adds what is new to the run that it belongs to", () => {
    const { client, send, changes } = start();
    send(hydrate("a", "b"));
    const before = client.runs[1];
    send({
      kind: "delta",
      runs: [
        {
          id: "a",
          state: "paused",
          curves: { sequences: Float64Array.of(30), columns: { "train.loss": Float64Array.of(0.5) } },
          events: [{ kind: "paused", sequences: 30, time: "2026-01-01T00:00:00.000Z" }],
        },
      ],
    });
    expect([...client.runs[0]!.curves.sequences]).toEqual([10, 20, 30]);
    expect(client.runs[0]).toMatchObject({ name: "a", state: "paused" });
    expect(client.runs[0]!.events).toHaveLength(1);
    expect(client.runs[1]).toBe(before);
    expect(changes).toEqual([{ kind: "hydrate" }, { kind: "delta", runs: ["a"] }]);
    expect(client.lastUpdate).toBe(42);
  });

  it("waits for the columns that a run was sent without, and says once that all have come", async () => {
    const { client, send, changes, posted } = start();
    expect(posted).toEqual([{ kind: "ready", runs: [] }]);
    const runs = ["a", "b"].map((id) => snapshot({ id, coming: ["x", "y"] }));
    send({ kind: "hydrate", runs, missing: [], isTrusted: true });
    expect(client.isWhole).toBe(false);
    let isWhole = false;
    const whole = client.whole().then(() => {
      isWhole = true;
    });
    const x = Float64Array.of(1, 2);
    send({ kind: "columns", run: { id: "a", columns: { x, y: x } } });
    send({ kind: "columns", run: { id: "b", columns: { x } } });
    await Promise.resolve();
    expect([isWhole, client.isWhole, changes.length]).toEqual([false, false, 1]);
    expect(client.runs.map(({ coming }) => coming)).toEqual([undefined, ["y"]]);
    send({ kind: "columns", run: { id: "b", columns: { y: x } } });
    await whole;
    expect(changes).toEqual([{ kind: "hydrate" }, { kind: "hydrate" }]);
    expect(Object.keys(client.runs[1]!.curves.columns)).toEqual(["train.loss", "x", "y"]);
    await client.whole();
  });

  it("ignores columns that were on their way to the page before this one", () => {
    const { client, send, changes } = start();
    const late = {
      kind: "columns",
      run: { id: "a", columns: { "train.loss": Float64Array.of(7) } },
    } as const;
    send(late);
    expect(changes).toEqual([]);
    send(hydrate("a"));
    send(late);
    expect([...client.runs[0]!.curves.columns["train.loss"]!]).toEqual([2, 1]);
    expect(changes).toEqual([{ kind: "hydrate" }]);
  });

  it("ignores news of runs that it does not show, and all before the first snapshot", () => {
    const { client, send, changes } = start();
    send({ kind: "delta", runs: [{ id: "a", name: "x" }] });
    send(hydrate("a"));
    send({ kind: "delta", runs: [{ id: "z", name: "x" }] });
    expect(client.runs.map(({ name }) => name)).toEqual(["a"]);
    expect(changes).toEqual([{ kind: "hydrate" }]);
  });

  it("gives each request the answer of its number", async () => {
    const { client, posted, send } = start();
    const first = client.request({ kind: "copy", text: "1" });
    const second = client.request({ kind: "copy", text: "2" });
    const numbers = posted.flatMap((message) => (message.kind === "request" ? [message.number] : []));
    send({ kind: "answer", number: numbers[1]!, answer: { ok: false, message: "no" } });
    send({ kind: "answer", number: numbers[0]!, answer: { ok: true, done: true } });
    expect(await first).toEqual({ ok: true, done: true });
    expect(await second).toEqual({ ok: false, message: "no" });
  });

  it("gives up after 30 seconds, but not while a dialog may be open", async () => {
    const { client, send } = start();
    const copy = client.request({ kind: "copy", text: "1" });
    const save = client.request({ kind: "save", fileName: "a", content: "" });
    vi.advanceTimersByTime(31_000);
    expect(await copy).toMatchObject({ ok: false });
    vi.advanceTimersByTime(3_600_000);
    send({ kind: "answer", number: 2, answer: { ok: true, done: false } });
    expect(await save).toEqual({ ok: true, done: false });
  });
});
