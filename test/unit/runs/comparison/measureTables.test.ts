import { describe, expect, it } from "vitest";
import { measureInfos } from "../../../../src/measures/measureInfo.ts";
import type {
  AttentionToken,
  AttentionValue,
  HeadAttention,
  WeightsValue,
} from "../../../../src/measures/measureValues.ts";
import { measureMarkdown } from "../../../../src/runs/comparison/measureMarkdown.ts";
import { measureTables } from "../../../../src/runs/comparison/measureTables.ts";

const token = (role: AttentionToken["role"], pair: number | null, is: number): AttentionToken => ({
  ...{ role, pair, is },
});
const head = (changes: Partial<HeadAttention>): HeadAttention => ({
  pattern: [
    [1, 0, 0],
    [0.5, 0.5, 0],
    [0.25, 0.625, 0.125],
  ],
  induction: null,
  previousToken: 0.5,
  direct: { target: 0.75, inContext: 1 },
  ...changes,
});
const attention: AttentionValue = {
  on: { set: "train", count: 1000, exact: false },
  sequence: 3,
  tokens: [token("exemplar", 0, 17), token("label", 0, 2), token("query", null, 17)],
  labels: { target: 2, answer: 4 },
  metrics: { loss: 1.5, accuracy: 0 },
  heads: { L0H0: head({}), L1H0: head({ induction: 0.875, direct: { target: -2, inContext: null } }) },
  rest: { target: 0.25, inContext: null },
  logits: { target: -1, inContext: null },
};

describe("tables of what was measured", () => {
  it("of attention show the sequence, the query's row of each head, its scores and all contributions", () => {
    const [sequence, rows, scores, metrics] = measureTables("attention", attention);
    expect(sequence).toEqual({
      title: "The sequence; right: label 2, answered: label 4",
      columns: ["", "exemplar 0", "label 0", "query"],
      rows: [["", "class 17", "label 2", "class 17"]],
    });
    expect(rows).toEqual({
      title: "Attention of the query in sequence 3 of the set train",
      columns: ["", "exemplar 0", "label 0", "query"],
      rows: [
        ["L0H0", "0.250", "0.625", "0.125"],
        ["L1H0", "0.250", "0.625", "0.125"],
      ],
    });
    expect(scores?.rows).toEqual([
      ["L0H0", "", "0.500", "0.750", "1.000"],
      ["L1H0", "0.875", "0.500", "−2.000", "–"],
      ["rest", "", "", "0.250", "–"],
      ["logits", "", "", "−1.000", "–"],
    ]);
    expect(metrics?.rows).toEqual([["of the model", "1.500", "0.000"]]);
    const mean = measureTables("attention", { ...attention, sequence: null, labels: null });
    expect(mean[0]?.title).toBe("Attention of the query on the set train (1,000 sequences)");
  });

  it("of weights name what they are held against", () => {
    const value: WeightsValue = {
      reference: { run: "base-2", sequences: 50_016 },
      parameters: { "embed.W_label": 0.5, "embed.b_exemplar": null },
      heads: { L0H0: { W_Q: 0.125, W_K: 0.25, W_V: 0.5, W_O: 1, all: 0.625 } },
      all: 0.375,
    };
    const [parameters, heads] = measureTables("weights", value);
    expect(parameters).toEqual({
      title: "Relative distance of parameters from those of base-2 at 50,016 sequences",
      columns: ["", "distance"],
      rows: [
        ["embed.W_label", "0.500"],
        ["embed.b_exemplar", "–"],
        ["all", "0.375"],
      ],
    });
    expect(heads?.rows).toEqual([["L0H0", "0.125", "0.250", "0.500", "1.000", "0.625"]]);
    expect(measureTables("weights", { ...value, reference: null })[0]?.title).toContain("the run began with");
  });

  it("stand side by side under clamps", () => {
    const run = { name: "base", sequences: 32, clamps: "none", value: attention };
    const value = {
      ...attention,
      heads: { L0H0: head({ previousToken: 1 }), L1H0: attention.heads["L1H0"]! },
    };
    const under = { clamps: "previous token", replaces: false, value };
    const text = measureMarkdown("attention", measureInfos.attention, [{ ...run, under }]);
    expect(text).toContain("| L0H0 |  | 0.500 → 1.000 | 0.750 | 1.000 |");
  });
});
