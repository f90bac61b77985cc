import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { ProgressBar } from "../../../src/cli/progressBar.ts";
import { shellArgument, wrap } from "../../../src/cli/terminalText.ts";
import { formatCount, formatDuration } from "../../../src/runs/comparison/formatNumbers.ts";
import type { Progress } from "../../../src/training/train.ts";

const progress: Progress = {
  state: "running",
  sequences: 123_456,
  total: 1_000_000,
  step: 3858,
  rate: 30_123,
  secondsLeft: 3725,
  heartbeat: "2026-03-01T14:25:30.000Z",
  pid: 1,
  reason: null,
  phaseChange: null,
  loss: 0.69314,
  metrics: null,
};

/** What the bar writes to a stream; columns make it a terminal. */
function written(use: (bar: ProgressBar) => void, columns?: number): string {
  const stream = new PassThrough();
  const terminal = columns === undefined ? { isTTY: false } : { isTTY: true, columns };
  use(new ProgressBar(Object.assign(stream, terminal) as NodeJS.WriteStream & PassThrough, false));
  return String(stream.read() ?? "");
}

describe("ProgressBar", () => {
  it.each([200, 80, 50, 30, 20])("fits on one line of %i columns", (columns) => {
    const text = written((bar) => {
      bar.update(progress);
    }, columns);
    expect(text.startsWith("\r\x1b[2K")).toBe(true);
    const line = text.slice("\r\x1b[2K".length);
    expect(line.length).toBeLessThan(columns);
    expect(line).toContain("12 %");
    // Nothing is cut off in its middle.
    for (const part of line.split(" · "))
      expect(part).toMatch(
        /^([█░]+ )? *12 %$|^ +123,456 sequences$|^loss 0\.693$|^30,123\/s$|^1 h 02 min left$/,
      );
  });

  it("shows all there is where there is room, and the bar as far as it is", () => {
    const text = written((bar) => {
      bar.update(progress);
    }, 120);
    for (const part of ["123,456 sequences", "loss 0.693", "30,123/s", "1 h 02 min left"])
      expect(text).toContain(part);
    expect(text).toContain(`${"█".repeat(5)}${"░".repeat(35)} `);
  });

  it("leaves out what is not known yet, and says that a run is paused", () => {
    const early = { ...progress, sequences: 0, rate: Number.NaN, secondsLeft: null, loss: Number.NaN };
    const text = written((bar) => {
      bar.update(early);
    });
    expect(text).toBe("  0 % ·         0 sequences\n");
    const paused = written((bar) => {
      bar.update({ ...progress, state: "paused" });
    });
    expect(paused).toContain(" · paused\n");
  });

  it("prints lines above itself, and is gone at the end", () => {
    const text = written((bar) => {
      bar.update(progress);
      bar.print("phase change");
      bar.update(progress);
      bar.clear();
      bar.clear();
    }, 80);
    const [start, first, printed, ...rest] = text.split("\r\x1b[2K");
    expect([start, printed, rest.at(-1)]).toEqual(["", "phase change\n", ""]);
    expect(rest).toEqual([first, ""]);
  });

  it("is plain lines in a pipe, seconds apart", () => {
    const text = written((bar) => {
      for (let time = 0; time < 100; time++) bar.update(progress);
    });
    expect(text.split("\n")).toHaveLength(2);
    expect(text).not.toContain("\x1b");
  });
});

describe("texts for a terminal", () => {
  it("numbers and times are easy to read", () => {
    expect(formatCount(1_234_567.4)).toBe("1,234,567");
    expect([0.4, 59.4, 59.6, 125, 3599.6, 7384].map(formatDuration)).toEqual([
      "0 s",
      "59 s",
      "1 min 00 s",
      "2 min 05 s",
      "1 h 00 min",
      "2 h 03 min",
    ]);
  });

  it("wrap breaks at spaces, indents, and keeps brackets whole", () => {
    expect(wrap("one two three four five six seven", 20)).toBe("one two three four\nfive six seven");
    expect(wrap("run FILE [--set key.path=json]… [--quiet]", 24, 2)).toBe(
      "run FILE\n  [--set key.path=json]…\n  [--quiet]",
    );
    expect(wrap("a-word-that-is-longer-than-the-line", 20)).toBe("a-word-that-is-longer-than-the-line");
  });

  it("what a shell would read something into is quoted", () => {
    expect(shellArgument("runs/a-1")).toBe("runs/a-1");
    expect(shellArgument("my runs/a")).toBe('"my runs/a"');
    expect(shellArgument("runs/$HOME")).toBe("'runs/$HOME'");
    expect(shellArgument(`name="it's"`)).toBe(`'name="it'\\''s"'`);
  });
});
