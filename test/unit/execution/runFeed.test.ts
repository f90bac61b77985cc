import { appendFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { RunFeed } from "../../../src/execution/runFeed.ts";
import { encodeMetricsLine } from "../../../src/runs/metricsLine.ts";
import { UserError } from "../../../src/userError.ts";
import { sampleMetrics } from "../runs/runFixtures.ts";
import { emptyRoot, writeRun } from "./libraryFixture.ts";

const started = { kind: "started", sequences: 0, time: "2026-03-01T14:25:30.000Z" } as const;
const line = (sequences: number) => `${encodeMetricsLine(sampleMetrics(sequences))}\n`;

/** A feed over a run with evaluations at 0 and 32, and its files. */
function feed() {
  const folder = writeRun(emptyRoot(), "a", { events: [started] });
  const [metrics, events] = [join(folder, "metrics.jsonl"), join(folder, "events.jsonl")];
  return { feed: new RunFeed(folder), metrics, events };
}

const sequencesOf = (curves: { sequences: Float64Array } | null) => curves && [...curves.sequences];

it("gives everything, then only what is new, and waits for torn lines", () => {
  const { feed: run, metrics, events } = feed();
  const all = run.snapshot();
  expect(sequencesOf(all.curves)).toEqual([0, 32]);
  expect(all.events).toEqual([started]);
  expect(run.news()).toEqual({ curves: null, events: [], restarted: false });
  const text = line(64);
  appendFileSync(metrics, text.slice(0, 20));
  expect(run.news().curves).toBeNull();
  appendFileSync(metrics, text.slice(20));
  appendFileSync(events, `${JSON.stringify({ ...started, kind: "paused" })}\n`);
  const news = run.news();
  expect(sequencesOf(news.curves)).toEqual([64]);
  expect(news.curves?.columns["train.loss"]).toEqual(Float64Array.of(sampleMetrics(64).sets.train!.loss));
  expect(news.events).toMatchObject([{ kind: "paused" }]);
  expect(news.restarted).toBe(false);
});

it("begins with everything where there was no snapshot", () => {
  const news = feed().feed.news();
  expect([sequencesOf(news.curves), news.events.length, news.restarted]).toEqual([[0, 32], 1, false]);
});

it("gives everything again when the run went back to a checkpoint", () => {
  const { feed: run, metrics } = feed();
  run.snapshot();
  truncateSync(metrics, line(0).length);
  const cut = run.news();
  expect([sequencesOf(cut.curves), cut.events.length, cut.restarted]).toEqual([[0], 1, true]);
  // Cut, and grown past the last position before anyone looked.
  appendFileSync(metrics, line(32) + line(64));
  run.snapshot();
  truncateSync(metrics, line(0).length + line(32).length);
  appendFileSync(metrics, line(40).padStart(line(64).length) + line(48));
  const grown = run.news();
  expect([sequencesOf(grown.curves), grown.restarted]).toEqual([[0, 32, 40, 48], true]);
});

it("names a damaged line", () => {
  const { feed: run, metrics } = feed();
  writeFileSync(metrics, `${line(0)}rubbish\n`);
  expect(() => run.snapshot()).toThrow(UserError);
  expect(() => run.news()).toThrow("metrics.jsonl:2: damaged line");
});
