import { describe, expect, it } from "vitest";
import type { WeightsValue } from "../../src/measures/measureValues.ts";
import type { MeasureResult } from "../../src/protocol/measureMessages.ts";
import type { Answer, FromPanel, ToPanel } from "../../src/protocol/panelMessages.ts";
import { PanelClient } from "../../webview/shared/panelClient.ts";
import type { PanelPort } from "../../webview/shared/panelPort.ts";
import { chosenWeights } from "../../webview/compare/chosenWeights.ts";
import { WeightsJob } from "../../webview/compare/weightsJob.ts";
import { mostPlaces, weightsPlan } from "../../webview/compare/weightsPlan.ts";
import { weightsPlot, weightsSeries } from "../../webview/compare/weightsPlot.ts";
import { testRun, testView } from "./compareRun.ts";

const run = (id: string, checkpoints: readonly number[], model = {}) => ({
  ...testRun(id, { experiment: { model } }),
  checkpoints,
});

describe("where weights can be compared", () => {
  const reason = (...args: Parameters<typeof weightsPlan>): string => {
    const plan = weightsPlan(...args);
    return plan.isPossible ? "" : plan.reason;
  };

  it("is at checkpoints that both have", () => {
    expect(weightsPlan(run("a", [0, 10, 20, 25]), run("b", [0, 20, 30]), true)).toEqual({
      isPossible: true,
      places: [0, 20],
      note: "",
    });
  });

  it("is at some of them where they are many, the first and the last among them", () => {
    const many = Array.from({ length: 1001 }, (_, place) => place * 10);
    const plan = weightsPlan(run("a", many), run("b", many), true);
    if (!plan.isPossible) throw new Error(plan.reason);
    expect(plan.places).toHaveLength(mostPlaces);
    expect([plan.places[0], plan.places.at(-1)]).toEqual([0, 10_000]);
    expect(new Set(plan.places).size).toBe(mostPlaces);
    expect(plan.note).toContain("1,001");
  });

  it("is nowhere, with the reason in a sentence", () => {
    const [a, b] = [run("a", [0]), run("b", [0])];
    expect(reason(a, b, false)).toContain("not trusted");
    expect(reason(run("a", [5]), b, true)).toContain("run a and run b have no checkpoint at the same number");
    expect(reason(run("a", [0], { width: 32 }), b, true)).toContain(
      "model.width is 32 in run a and 64 in run b",
    );
    const toy = { ...testRun("t", { experiment: { toy: {} } }), checkpoints: [0] };
    expect(reason(a, toy, true)).toBe("run t is of the toy model, which has no such weights.");
  });
});

function value(size: number): WeightsValue {
  const head = { W_Q: size, W_K: 2 * size, W_V: 3 * size, W_O: 4 * size, all: 5 * size };
  return {
    reference: { run: "b", sequences: 0 },
    parameters: { "embed.W": size, "embed.b": null },
    heads: { L0H0: head, L0H1: { ...head, W_K: 0 } },
    all: size / 2,
  };
}
const result: MeasureResult<"weights"> = {
  name: "weights",
  run: "a",
  experimentHash: "",
  results: [0, 1000].map((sequences) => ({ sequences, value: value(sequences / 1000) })),
};

describe("the run whose weights are compared", () => {
  const seeded = (id: string, init: number) => testRun(id, { experiment: { seeds: { init } } });
  const runs = [seeded("a", 5), seeded("b", 6), seeded("c", 5)];
  const chosen = (of: typeof runs, ui = {}) => chosenWeights(testView(of, ui)).run?.id;

  it("is the chosen one, else one with the baseline's seeds, else the first other", () => {
    expect(chosen(runs)).toBe("c");
    expect(chosen(runs, { weightsRun: "b" })).toBe("b");
    expect(chosen(runs, { weightsRun: "a" })).toBe("c");
    expect(chosen(runs, { baseline: "b" })).toBe("a");
    expect(chosen(runs.slice(0, 1))).toBeUndefined();
    expect(chosen([])).toBeUndefined();
  });
});

describe("distances as pictures", () => {
  it("are a row for each parameter or head, a column for each place", () => {
    const parameters = weightsPlot(result, "parameters", "title");
    expect(parameters).toMatchObject({ rows: ["embed.W", "embed.b"], columns: ["0", "1k"], range: [0, 1] });
    expect([...(parameters.values as number[])]).toEqual([0, 1, Number.NaN, Number.NaN]);
    const keys = weightsPlot(result, "W_K", "title");
    expect(keys).toMatchObject({ rows: ["L0H0", "L0H1"], range: [0, 2], scale: "sequential" });
    expect([...(keys.values as number[])]).toEqual([0, 2, 0, 0]);
  });

  it("have a scale also where nothing differs", () => {
    const same = { results: [{ sequences: 0, value: value(0) }] };
    expect(weightsPlot(same, "all", "").range).toEqual([0, 1]);
  });

  it("are curves, all parameters together first, on the x-axis of the panel", () => {
    const [all, first] = weightsSeries(result, "W_V", 400);
    expect([...all!.x]).toEqual([-400, 600]);
    expect([...all!.y]).toEqual([0, 0.5]);
    expect([first!.key, ...first!.y]).toEqual(["L0H0", 0, 3]);
  });
});

describe("the measuring of weights", () => {
  const question = { run: "a", baseline: "b", places: [0, 1000] };
  /** A job, what its panel has sent to the host, and a way to answer. */
  function setUp() {
    const sent: FromPanel[] = [];
    let receive: (message: ToPanel) => void = () => undefined;
    const port: PanelPort = {
      post: (message) => sent.push(message),
      listen: (listener) => {
        receive = listener;
      },
      getState: () => undefined,
      setState: () => undefined,
    };
    let changes = 0;
    const job = new WeightsJob(new PanelClient(port), () => changes++);
    const answer = (message: string | null) => {
      const last: Answer = message === null ? { ok: true, done: true } : { ok: false, message };
      if (message === null) receive({ kind: "measured", number: 1, result });
      receive({ kind: "answer", number: 1, answer: last });
    };
    const tell = (fraction: number, text: string) => {
      receive({ kind: "progress", number: 1, fraction, text });
    };
    return { sent, job, answer, tell, count: () => changes };
  }

  it("asks for the distances from the baseline, tells how far it is, and keeps them", async () => {
    const { sent, job, answer, tell, count } = setUp();
    const done = job.start(question);
    const measure = { name: "weights", at: [0, 1000], clamps: [], options: {}, reference: "b" };
    expect(sent).toEqual([{ kind: "request", number: 1, request: { kind: "measure", run: "a", measure } }]);
    await job.start({ ...question, run: "c" });
    expect(sent).toHaveLength(1);
    tell(0.5, "training again");
    expect(job.progress).toMatchObject({ question, fraction: 0.5, text: "training again" });
    answer(null);
    await done;
    expect(job.progress).toBeNull();
    expect(job.resultOf(question)).toBe(result);
    expect(job.resultOf({ run: "b", baseline: "a" })).toBeNull();
    expect(count()).toBe(3);
  });

  it("is broken off without a complaint, and can begin again", async () => {
    const { sent, job, answer, tell } = setUp();
    const done = job.start(question);
    job.cancel();
    expect(sent[1]).toEqual({ kind: "cancel", number: 1 });
    tell(0.9, "late");
    expect(job.progress?.fraction).toBe(0);
    answer("cancelled");
    await done;
    expect([job.progress, job.problem, job.resultOf(question)]).toEqual([null, "", null]);
    void job.start(question);
    expect(sent).toHaveLength(3);
  });

  it("says why it cannot be done", async () => {
    const { job, answer } = setUp();
    const done = job.start(question);
    answer("other shapes");
    await done;
    expect([job.progress, job.problem]).toEqual([null, "other shapes"]);
  });
});
