import { describe, expect, it } from "vitest";
import { statusText } from "../../../src/views/statusText.ts";
import { sampleEntry } from "./sampleEntry.ts";

const none: ReadonlySet<string> = new Set();

describe("the status bar", () => {
  it("says nothing in a workspace without runs", () => {
    expect(statusText([], none)).toBeNull();
  });

  it("counts running runs, adds their rates, and lists them", () => {
    const status = statusText([sampleEntry(), sampleEntry({ id: "b", name: "other_one" })], none);
    expect(status?.text).toBe("$(beaker) 2 running · 2.47k/s");
    expect(status?.tooltip).toBe(
      "base · L1H3 only · 42 % · 7 min 46 s left\n\nother\\_one · 42 % · 7 min 46 s left",
    );
    expect(status?.isWarning).toBe(false);
  });

  it("says the worst of what was not looked at", () => {
    const runs = [
      sampleEntry(),
      sampleEntry({ id: "b", state: "diverged" }),
      sampleEntry({ id: "c", state: "crashed" }),
      sampleEntry({ id: "d", state: "crashed" }),
    ];
    expect(statusText(runs, new Set(["b"]))?.text).toBe("$(warning) 1 running · 1.23k/s · 1 diverged");
    expect(statusText(runs, new Set(["b", "c"]))?.text).toBe("$(warning) 1 running · 1.23k/s · 1 crashed");
    expect(statusText(runs, none)?.text).toBe("$(beaker) 1 running · 1.23k/s");
  });

  it("does not count running runs where the only news are bad", () => {
    const runs = [sampleEntry({ state: "crashed" })];
    expect(statusText(runs, new Set(runs.map(({ id }) => id)))?.text).toBe("$(warning) 1 crashed");
  });

  it("says what waits where nothing is running", () => {
    expect(statusText([sampleEntry({ state: "paused" })], none)?.text).toBe("$(beaker) 1 paused");
    expect(statusText([sampleEntry({ state: "finished" })], none)?.text).toBe("$(beaker) 0 running");
  });
});
