import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { MeasureJob, MeasureResult } from "../../../../src/protocol/measureMessages.ts";
import type { PanelMeasure, ToPanel } from "../../../../src/protocol/panelMessages.ts";
import type { RunEntry } from "../../../../src/execution/runEntry.ts";
import { experimentSchema } from "../../../../src/experiment/experimentSchema.ts";
import { PanelMeasures } from "../../../../src/views/panels/panelMeasures.ts";
import { PanelPage } from "../../../../src/views/panels/panelPage.ts";
import { sampleEntry } from "../sampleEntry.ts";

const wiring: PanelMeasure = { name: "wiring", at: null, clamps: [], options: {} };
const measured = {
  name: "wiring",
  run: "a",
  experimentHash: "",
  results: [],
} as const satisfies MeasureResult;

interface Joined {
  readonly job: MeasureJob;
  readonly tell: (fraction: number, text: string) => void;
  readonly finish: () => void;
  readonly fail: (message: string) => void;
  /** How long each who left would have waited for others. */
  readonly left: number[];
}

/** Measures that end when they are told to, runs to be found, and what the page was told. */
function setUp({ isTrusted = true, entries = [sampleEntry({ id: "a" }), sampleEntry({ id: "b" })] } = {}) {
  const joined: Joined[] = [];
  const said: ToPanel[] = [];
  const find = (id: string): RunEntry | undefined => entries.find((entry) => entry.id === id);
  const options = {
    find,
    isTrusted: () => isTrusted,
    measures: {
      join: (job: MeasureJob, tell: Joined["tell"]) => {
        const left: number[] = [];
        const result = new Promise<MeasureResult>((resolve, reject) => {
          const finish = () => {
            resolve(measured);
          };
          const fail = (message: string) => {
            reject(new Error(message));
          };
          joined.push({ job, tell, finish, fail, left });
        });
        return { result, leave: (patience = 0) => left.push(patience) };
      },
    },
  };
  const post = (message: ToPanel) => {
    said.push(message);
  };
  return {
    measures: new PanelMeasures({ ...options, post }),
    page: new PanelPage((message) => {
      post(message);
      return Promise.resolve();
    }, options),
    joined,
    said,
  };
}

describe("a measure that a page asks for", () => {
  test("is taken of the run's folder, and sent before the answer", async () => {
    const { measures, joined, said } = setUp();
    const clamps = [{ kind: "ablate", heads: ["L1H3"] }];
    const done = measures.take(3, "a", { ...wiring, at: [5000], clamps, options: { layers: [0, 1] } });
    expect(joined[0]!.job).toEqual({
      runFolder: sampleEntry({ id: "a" }).folder,
      ...{ name: "wiring", at: [5000], clamps, replace: false, options: { layers: [0, 1] } },
    });
    joined[0]!.finish();
    expect(await done).toBe(true);
    expect(said).toEqual([{ kind: "measured", number: 3, result: measured }]);
  });

  test("names another run by its id: no page says which folder is read", () => {
    const { measures, joined } = setUp();
    void measures.take(1, "a", { ...wiring, options: { reference: "/etc" } });
    expect(joined[0]!.job.options).toEqual({});
    void measures.take(2, "a", { ...wiring, options: { reference: "/etc" }, reference: "b" });
    expect(joined[1]!.job.options).toEqual({ reference: sampleEntry({ id: "b" }).folder });
    expect(() => measures.take(3, "a", { ...wiring, reference: "../b" })).toThrow(/not in the runs folder/);
  });

  test("is refused where nothing may run, and of runs that have no heads, are not there or cannot be read", () => {
    expect(() => setUp({ isTrusted: false }).measures.take(1, "a", wiring)).toThrow(/not trusted/);
    const toy = sampleEntry({ id: "toy", name: "three", experiment: experimentSchema.parse({ toy: {} }) });
    const broken = sampleEntry({ id: "broken", record: null, problem: "run.json: not valid JSON" });
    const { measures, joined } = setUp({ entries: [toy, broken] });
    expect(() => measures.take(1, "toy", wiring)).toThrow("“three” is the toy model, which has no heads.");
    expect(() => measures.take(2, "broken", wiring)).toThrow(/cannot be read: run.json/);
    expect(() => measures.take(3, "gone", wiring)).toThrow(/not in the runs folder/);
    expect(joined).toEqual([]);
  });

  test("that fails says why, and leaves nothing behind", async () => {
    const { measures, joined, said } = setUp();
    const done = measures.take(1, "a", wiring);
    joined[0]!.fail("has not come so far");
    await expect(done).rejects.toThrow("has not come so far");
    measures.leave(0);
    expect([said, joined[0]!.left]).toEqual([[], []]);
  });

  test("that is given up is answered, and nothing more is said of it", async () => {
    const { measures, joined, said } = setUp();
    const [first, second] = [measures.take(1, "a", wiring), measures.take(2, "a", wiring)];
    measures.cancel(1);
    measures.cancel(1);
    measures.cancel(77);
    expect(await first).toBe(false);
    expect(joined.map(({ left }) => left)).toEqual([[0], []]);
    for (const { finish } of joined) finish();
    expect(await second).toBe(true);
    expect(said).toEqual([{ kind: "measured", number: 2, result: measured }]);
  });

  test("is one of a bounded number, each with a number of its own", () => {
    const { measures, joined } = setUp();
    for (let number = 0; number < 256; number++) void measures.take(number, "a", wiring);
    expect(() => measures.take(256, "a", wiring)).toThrow(/256 measures/);
    measures.cancel(7);
    expect(() => measures.take(8, "a", wiring)).toThrow();
    void measures.take(7, "a", wiring);
    expect(joined).toHaveLength(257);
  });
});

describe("progress", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["performance"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test("reaches the page at most ten times a second, whatever it has measured", () => {
    const { measures, joined, said } = setUp();
    void measures.take(1, "a", wiring);
    void measures.take(2, "b", wiring);
    for (let time = 0; time < 1000; time += 10) {
      for (const { tell } of joined) tell(time / 1000, "ablating");
      vi.advanceTimersByTime(10);
    }
    expect(said).toHaveLength(10);
    expect(said[0]).toEqual({ kind: "progress", number: 1, fraction: 0, text: "ablating" });
  });
});

describe("a page", () => {
  test("that is hidden hears nothing, while what it has measured goes on", async () => {
    const { page, joined, said } = setUp();
    const done = page.measures.take(1, "a", wiring);
    page.unload();
    expect(joined[0]!.left).toEqual([]);
    joined[0]!.finish();
    expect(await done).toBe(true);
    expect(said).toEqual([]);
  });

  test("that another has replaced leaves its measures to that one for a while, a closed one does not", async () => {
    const { page, joined, said } = setUp();
    const first = page.measures.take(1, "a", wiring);
    page.replace();
    expect(await first).toBe(false);
    page.post({ kind: "answer", number: 1, answer: { ok: true, done: false } });
    expect(said).toEqual([]);
    expect(joined[0]!.left).toEqual([5000]);
    const closed = setUp();
    void closed.page.measures.take(1, "a", wiring);
    closed.page.close();
    expect(closed.joined[0]!.left).toEqual([0]);
  });
});
