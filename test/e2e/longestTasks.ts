import type { Browser, Page } from "playwright-core";

/** How long the browser was busy without a break, in milliseconds. */
export interface LongestTasks {
  /** The longest task of any page's main thread. */
  readonly all: number;
  /** The longest one in which a panel's script ran. */
  readonly panel: number;
  /** The most that one of those has used the processor: less than it took where others use it, too. */
  readonly processor: number;
  /** How many tasks with a panel's script took over 50 ms. */
  readonly over50: number;
  /** What 95 of 100 of these tasks took less than, of those over a millisecond. */
  readonly usual: number;
  /** From the begin of the first task with a panel's script to the end of the last: how long a panel takes to open. */
  readonly span: number;
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly ts: number;
  /** In microseconds, as all times. */
  readonly dur?: number;
  /** Of the processor. */
  readonly tdur?: number;
  readonly pid: number;
  readonly tid: number;
  readonly args?: { readonly name?: string; readonly data?: { readonly url?: string } };
}

/**
 * Does something while Chromium traces itself.
 * @param mayRest whether it is fine that no panel had anything to do
 * @returns what took longest in it
 * @throws Error where no task with a panel's script was found: then nothing was measured
 */
export async function longestTasks(
  browser: Browser,
  page: Page,
  action: () => Promise<void>,
  mayRest = false,
): Promise<LongestTasks> {
  await browser.startTracing(page, {
    categories: ["devtools.timeline", "disabled-by-default-devtools.timeline", "toplevel", "__metadata"],
  });
  await action();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as {
    traceEvents: readonly TraceEvent[];
  };
  const thread = ({ pid, tid }: TraceEvent): string => `${pid}/${tid}`;
  const mains = new Set(
    traceEvents
      .filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain")
      .map(thread),
  );
  const ofMains = traceEvents.filter((event) => mains.has(thread(event)));
  const tasks = ofMains.filter(({ name, ph }) => name === "RunTask" && ph === "X");
  const scripts = ofMains.filter(({ args }) => /dist\/webview\/\w+\.js/.test(args?.data?.url ?? ""));
  const ofPanel = tasks.filter((task) =>
    scripts.some(
      (script) =>
        thread(script) === thread(task) && script.ts >= task.ts && script.ts < task.ts + (task.dur ?? 0),
    ),
  );
  const times = (some: readonly TraceEvent[]): number[] => some.map(({ dur }) => (dur ?? 0) / 1000);
  if (ofPanel.length === 0 && !mayRest)
    throw new Error(`no task with a panel's script among ${tasks.length} tasks of ${mains.size} pages`);
  return {
    all: Math.max(0, ...times(tasks)),
    panel: Math.max(0, ...times(ofPanel)),
    processor: Math.max(0, ...ofPanel.map(({ tdur }) => (tdur ?? 0) / 1000)),
    over50: times(ofPanel).filter((ms) => ms > 50).length,
    usual: quantile(
      times(ofPanel).filter((ms) => ms > 1),
      0.95,
    ),
    span:
      ofPanel.length === 0
        ? 0
        : (Math.max(...ofPanel.map(({ ts, dur }) => ts + (dur ?? 0))) -
            Math.min(...ofPanel.map(({ ts }) => ts))) /
          1000,
  };
}

function quantile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
