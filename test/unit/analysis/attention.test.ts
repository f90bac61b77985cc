import { describe, expect, it } from "vitest";
import type { AttentionValue, LogitContribution } from "../../../src/measures/measureValues.ts";
import { checkpointPath } from "../../../src/runs/checkpointFiles.ts";
import { UserError } from "../../../src/userError.ts";
import { finishedRun, resultOf, valueOf } from "./measured.ts";
import type { NaiveSequence } from "./naiveContributions.ts";
import { naiveSequence } from "./naiveContributions.ts";

/** A rate at which a tiny run learns something: biases that are not zero, heads that are not alike. */
const learning = { training: { optimizer: { kind: "adam", rate: 1e-2 } }, evaluation: { sequences: 6 } };

/** The same of logits as the measure tells. */
function contribution({ batch }: NaiveSequence, logits: readonly number[]): LogitContribution {
  const context = [...batch.labels.subarray(0, batch.pairs)];
  const target = batch.labels[batch.pairs]!;
  const others = [...new Set(context)].filter((label) => label !== target).map((label) => logits[label]!);
  const mean = (numbers: readonly number[]) => numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
  return {
    target: logits[target]! - mean(logits),
    inContext: others.length === 0 ? null : logits[target]! - mean(others),
  };
}

function expectClose(measured: LogitContribution, expected: LogitContribution): void {
  expect(measured.target).toBeCloseTo(expected.target, 4);
  if (expected.inContext === null) expect(measured.inContext).toBeNull();
  else expect(measured.inContext).toBeCloseTo(expected.inContext, 4);
}

function expectSum({ heads, rest, logits }: AttentionValue): void {
  const parts = [...Object.values(heads).map(({ direct }) => direct), rest];
  expect(parts.reduce((sum, { target }) => sum + target, 0)).toBeCloseTo(logits.target, 10);
  if (logits.inContext !== null)
    expect(parts.reduce((sum, { inContext }) => sum + inContext!, 0)).toBeCloseTo(logits.inContext, 10);
}

const shapes = [
  ["two layers of two heads", {}],
  ["one layer", { model: { layers: 1 } }],
  ["without norm", { model: { norm: false } }],
  ["with MLPs", { model: { mlpRatio: 2 } }],
  [
    "three layers, three pairs, learned positions",
    { model: { layers: 3, positions: "learned" }, data: { pairs: 3 } },
  ],
  ["every position sees all", { model: { causal: false } }],
  ["the other runtime", { engine: { runtime: "tensorflow" } }],
] as const;

describe("attention", () => {
  it.each(shapes)("of a sequence is what each part writes, worked out by hand: %s", async (_, changes) => {
    const folder = await finishedRun({ ...learning, ...changes });
    const value = await valueOf(folder, "attention", { options: { sequence: 4 } });
    const naive = await naiveSequence(folder, 4);
    expect(Object.keys(value.heads)).toEqual(Object.keys(naive.heads));
    for (const [head, logits] of Object.entries(naive.heads))
      expectClose(value.heads[head]!.direct, contribution(naive, logits));
    expectClose(value.rest, contribution(naive, naive.rest));
    expectClose(value.logits, contribution(naive, naive.logits));
    expectSum(value);

    const length = 2 * naive.batch.pairs + 1;
    const isCausal = !("model" in changes && "causal" in changes.model);
    for (const [name, { pattern }] of Object.entries(value.heads)) {
      const [layer, head] = [Number(name[1]), Number(name[3])];
      pattern.forEach((row, position) => {
        row.forEach((attention, key) => {
          const place = (position * 2 + head) * length + key;
          expect(attention).toBeCloseTo(naive.patterns[layer]![place]!, 6);
          if (isCausal && key > position) expect(attention).toBe(0);
        });
        expect(row.reduce((sum, x) => sum + x, 0)).toBeCloseTo(1, 5);
      });
      expect(pattern.length).toBe(length);
    }
    const { batch } = naive;
    expect(value.labels).toEqual({
      target: batch.labels[batch.pairs],
      answer: naive.logits.indexOf(Math.max(...naive.logits)),
    });
  });

  it("of a set is the mean over its sequences", async () => {
    const folder = await finishedRun(learning);
    const mean = await valueOf(folder, "attention");
    const each = await Promise.all(
      [0, 1, 2, 3, 4, 5].map((sequence) => valueOf(folder, "attention", { options: { sequence } })),
    );
    const average = (read: (value: AttentionValue) => number) =>
      each.reduce((sum, value) => sum + read(value), 0) / each.length;
    expect([mean.sequence, mean.labels, mean.on]).toEqual([
      null,
      null,
      { set: "train", count: 6, exact: false },
    ]);
    expectSum(mean);
    expect(mean.metrics.loss).toBeCloseTo(
      average(({ metrics }) => metrics.loss),
      5,
    );
    expect(mean.metrics.accuracy).toBeCloseTo(
      average(({ metrics }) => metrics.accuracy),
      10,
    );
    expect(mean.logits.inContext).toBeCloseTo(
      average(({ logits }) => logits.inContext!),
      4,
    );
    expect(mean.rest.target).toBeCloseTo(
      average(({ rest }) => rest.target),
      4,
    );
    for (const [name, head] of Object.entries(mean.heads)) {
      expect(head.direct.target).toBeCloseTo(
        average(({ heads }) => heads[name]!.direct.target),
        4,
      );
      head.pattern.forEach((row, position) => {
        row.forEach((attention, key) => {
          expect(attention).toBeCloseTo(
            average(({ heads }) => heads[name]!.pattern[position]![key]!),
            6,
          );
        });
      });
    }
  });

  it("has the scores of the other measures, and loss and accuracy", async () => {
    const folder = await finishedRun(learning);
    const { heads, metrics } = await valueOf(folder, "attention", { options: { sequences: "class" } });
    const options = { sequences: "class" };
    const induction = await valueOf(folder, "induction", { options });
    const previous = await valueOf(folder, "previous-token", { options });
    const { sets } = await valueOf(folder, "metrics", { options });
    for (const name of ["L1H0", "L1H1"])
      expect(heads[name]!.induction).toBeCloseTo(induction.heads[name]!, 6);
    for (const name of ["L0H0", "L0H1"]) {
      expect(heads[name]!.induction).toBeNull();
      expect(heads[name]!.previousToken).toBeCloseTo(previous.heads[name]!, 6);
    }
    expect(heads["L1H0"]!.previousToken).toBeGreaterThan(0);
    expect(metrics.loss).toBeCloseTo(sets.class!.loss!, 5);
    expect(metrics.accuracy).toBe(sets.class!.accuracy);
  });

  it("says what stands at each position", async () => {
    const folder = await finishedRun({ ...learning, data: { exemplars: [3, 1, 0] } });
    const { batch } = await naiveSequence(folder, 2);
    const { tokens } = await valueOf(folder, "attention", { options: { sequence: 2 } });
    const classes = [...batch.exemplars].map((row) => Math.floor(row / 4));
    expect(tokens).toEqual([
      { role: "exemplar", pair: 0, is: classes[0] },
      { role: "label", pair: 0, is: batch.labels[0] },
      { role: "exemplar", pair: 1, is: classes[1] },
      { role: "label", pair: 1, is: batch.labels[1] },
      { role: "query", pair: null, is: classes[2] },
    ]);
    // The query is of the class whose label is right.
    expect(classes[2]).toBe(classes[batch.labels[0] === batch.labels[2] ? 0 : 1]);
    const mean = await valueOf(folder, "attention");
    expect(mean.tokens.map(({ role }) => role)).toEqual(tokens.map(({ role }) => role));
    expect(new Set(mean.tokens.map(({ is }) => is))).toEqual(new Set([null]));
  });

  it("has no other label to compare with where the context has none", async () => {
    const folder = await finishedRun({ ...learning, data: { pairs: 1, distractor: false } });
    for (const options of [{}, { sequence: 1 }]) {
      const { heads, rest, logits } = await valueOf(folder, "attention", { options });
      for (const { inContext, target } of [logits, rest, heads["L1H1"]!.direct]) {
        expect(inContext).toBeNull();
        expect(Number.isFinite(target)).toBe(true);
      }
    }
  });

  it("refuses a sequence that the set does not have, and says how many there are", async () => {
    const folder = await finishedRun(learning);
    const failed = valueOf(folder, "attention", { options: { sequence: 6 } });
    await expect(failed).rejects.toThrow(UserError);
    await expect(failed).rejects.toThrow("one of the 6 sequences of train (0 to 5), got 6");
    const negative = valueOf(folder, "attention", { options: { sequence: -1 } });
    await expect(negative).rejects.toThrow(/option sequence of attention: expected/);
  });

  it("is measured at several places at once", async () => {
    const folder = await finishedRun(learning);
    const { results } = await resultOf(folder, "attention", { at: [800, 0, 104] });
    expect(results.map(({ sequences }) => sequences)).toEqual([800, 0, 104]);
    for (const { sequences, value } of results)
      expect(value).toEqual(await valueOf(folder, "attention", { at: [sequences] }));
  });
});

describe("attention under clamps", () => {
  it("shows clamped patterns, and nothing of heads that are ablated", async () => {
    const folder = await finishedRun(learning);
    const clamps = [
      { kind: "ablate", heads: ["L0H1", "L1H1"] },
      { kind: "induction", heads: ["L1H0"] },
    ];
    const value = await valueOf(folder, "attention", { clamps, options: { sequence: 3 } });
    const naive = await naiveSequence(folder, 3, clamps);
    expect(value.heads["L1H1"]!.direct).toEqual({ target: 0, inContext: 0 });
    expect(value.heads["L0H1"]!.direct).toEqual({ target: 0, inContext: 0 });
    expectClose(value.heads["L1H0"]!.direct, contribution(naive, naive.heads["L1H0"]!));
    expectClose(value.rest, contribution(naive, naive.rest));
    const { labels } = naive.batch;
    const ofQuery = [0, labels[0] === labels[2] ? 1 : 0, 0, labels[1] === labels[2] ? 1 : 0, 0];
    expect(value.heads["L1H0"]!.pattern[4]).toEqual(ofQuery);
    expect(value.heads["L1H0"]!.induction).toBe(1);
  });

  it.each<[string, readonly object[], readonly string[]]>([
    ["perfect layer 0", [{ kind: "perfect-layer-0" }], ["L1H0", "L1H1"]],
    ["perfect copy", [{ kind: "copy", head: "L1H0" }], []],
    ["logits", [{ kind: "set", site: "logits", value: 1 }], []],
    ["a stream", [{ kind: "set", site: "blocks.1.hook_resid_post", value: 1 }], []],
    ["the final norm", [{ kind: "set", site: "ln_final.hook_normalized", value: 1 }], []],
    ["a layer's output", [{ kind: "set", site: "blocks.1.hook_attn_out", value: 1 }], ["L0H0", "L0H1"]],
    [
      "a layer's output, but not at the query",
      [{ kind: "set", site: "blocks.1.hook_attn_out", value: 1, positions: [0, 3] }],
      ["L0H0", "L0H1", "L1H0", "L1H1"],
    ],
  ])("counts only what comes through to the logits: %s", async (_, clamps, through) => {
    const folder = await finishedRun(learning);
    const value = await valueOf(folder, "attention", { clamps, options: { sequence: 1 } });
    const naive = await naiveSequence(folder, 1, clamps);
    for (const [head, { direct }] of Object.entries(value.heads)) {
      if (through.includes(head)) expectClose(direct, contribution(naive, naive.heads[head]!));
      else expect(direct).toEqual({ target: 0, inContext: 0 });
    }
    expectSum(value);
    expectClose(value.logits, contribution(naive, naive.logits));
  });

  it("goes through the layers of another model where these are grafted", async () => {
    const folder = await finishedRun(learning);
    const checkpoint = checkpointPath(folder, 800);
    const options = { sequence: 1 };
    const own = await valueOf(folder, "attention", { options });
    const out = await valueOf(folder, "attention", {
      options,
      clamps: [{ kind: "graft-out", checkpoint, fromLayer: 1 }],
    });
    // The same weights: what the other model's layers write and attend to is what the own ones would have.
    expectClose(out.logits, own.logits);
    expectClose(out.heads["L0H1"]!.direct, own.heads["L0H1"]!.direct);
    expectClose(out.heads["L1H1"]!.direct, own.heads["L1H1"]!.direct);
    const grafted = await valueOf(folder, "attention", {
      options,
      clamps: [{ kind: "graft-in", checkpoint, throughLayer: 0 }],
    });
    expectClose(grafted.logits, own.logits);
    expectClose(grafted.heads["L0H1"]!.direct, own.heads["L0H1"]!.direct);
    expectClose(grafted.heads["L1H1"]!.direct, own.heads["L1H1"]!.direct);
    expect(own.heads["L0H1"]!.direct.target).not.toBeCloseTo(0, 3);
  });

  it("shows what the grafted layers attend to, not the ones in whose place they are", async () => {
    const folder = await finishedRun(learning);
    const options = { sequence: 1 };
    const [start, end] = [
      await valueOf(folder, "attention", { options, at: [400] }),
      await valueOf(folder, "attention", { options }),
    ];
    expect(start.heads["L0H1"]!.pattern).not.toEqual(end.heads["L0H1"]!.pattern);
    const graft = { kind: "graft-in", checkpoint: checkpointPath(folder, 400), throughLayer: 0 };
    const grafted = await valueOf(folder, "attention", { options, clamps: [graft] });
    expect(grafted.heads["L0H1"]!.pattern).toEqual(start.heads["L0H1"]!.pattern);
    expect(grafted.heads["L1H1"]!.pattern).not.toEqual(start.heads["L1H1"]!.pattern);
    const scores = (place: number, clamps: readonly unknown[] = []) =>
      valueOf(folder, "metrics", { at: [place], clamps }).then(({ heads }) => heads["L0H1"]?.previousToken);
    expect(await scores(800, [graft])).toBe(await scores(400));
    expect(await scores(800)).not.toBe(await scores(400));
  });
});
