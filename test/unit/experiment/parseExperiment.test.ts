import { describe, expect, it } from "vitest";
import { parseExperiment } from "../../../src/experiment/parseExperiment.ts";
import { problemLines } from "./problemLines.ts";

const problems = (text: string): string[] => problemLines(() => parseExperiment(text, "a.opto.json"));

/** Problems of one `key: value` at the top, without the head line and the file's name. */
const one = (text: string): string[] =>
  problems(`{\n  ${text}\n}`)
    .slice(1)
    .map((line) => line.replace(/^a\.opto\.json:/, ""));

describe("parseExperiment", () => {
  it("allows comments, trailing commas and a byte order mark", () => {
    const text = '\uFEFF{\n  // the name\n  "name": "x", /* and */\n  "seeds": { "init": 6, },\n}\n';
    const experiment = parseExperiment(text, "a.opto.json");
    expect(experiment.name).toBe("x");
    expect(experiment.seeds).toEqual({ init: 6, data: 0, eval: 1 });
  });

  it("names every problem at once, in the order of the text, each with its place", () => {
    const text = `{
  "modle": {},
  "clamps": [{ "kind": "ablat" }],
  "model": { "heads": 7, "norm": 1 },
  "training": {
    "batch": 0 }
}`;
    expect(problems(text)).toEqual([
      "4 problems in a.opto.json:",
      'a.opto.json:2:3  modle: unknown key (did you mean "model"?); the keys here are $schema, name, data, model, toy, training, evaluation, checkpoints, clamps, seeds, engine, sweep',
      expect.stringMatching(
        /^a\.opto\.json:3:24 {2}clamps\[0\]\.kind: expected one of .*"ablate".*, got "ablat" \(did you mean "ablate"\?\)$/,
      ),
      "a.opto.json:4:34  model.norm: expected true or false, got 1",
      "a.opto.json:6:14  training.batch: expected at least 1, got 0",
    ]);
  });

  it("counts one problem in the singular", () => {
    expect(problems('{"name": 1}')[0]).toBe("1 problem in a.opto.json:");
  });

  describe("values", () => {
    it.each([
      ['"name": 5', "2:11  name: expected text, got 5"],
      ['"name": ""', '2:11  name: expected at least 1 character, got ""'],
      ['"name": "a\\nb"', '2:11  name: expected one line of text, got "a\\nb"'],
      ['"model": {"layers": 1.5}', "2:23  model.layers: expected a whole number, got 1.5"],
      ['"model": {"layers": 17}', "2:23  model.layers: expected at most 16, got 17"],
      ['"model": {"width": 100000}', "2:22  model.width: expected at most 4096, got 100000"],
      ['"model": {"mlpRatio": 0}', "2:25  model.mlpRatio: expected more than 0 or null, got 0"],
      ['"model": {"mlpRatio": "4"}', '2:25  model.mlpRatio: expected a number or null, got "4"'],
      [
        '"model": {"positions": "ropes"}',
        '2:26  model.positions: expected one of "rope", "learned", "sinusoidal", "none", got "ropes" (did you mean "rope"?)',
      ],
      ['"model": []', "2:12  model: expected an object, got []"],
      ['"model": null', "2:12  model: expected an object, got null"],
      ['"clamps": {}', "2:13  clamps: expected a list, got an object with no keys"],
      ['"training": {"batch": 65537}', "2:25  training.batch: expected at most 65,536, got 65537"],
      [
        '"training": {"batch": 1e999}',
        "2:25  training.batch: expected a finite number, got one too large for a computer",
      ],
      ['"data": {"classes": [1, 2]}', "2:23  data.classes: expected at least 3 items, got 2"],
      ['"data": {"classes": [1, 2, -3]}', "2:30  data.classes[2]: expected at least 0, got -3"],
      ['"seeds": {"init": 4294967296}', "2:21  seeds.init: expected at most 4,294,967,295, got 4294967296"],
      [
        '"training": {"optimizer": {"beta1": 1}}',
        "2:39  training.optimizer.beta1: expected less than 1, got 1",
      ],
    ])("%s", (text, line) => {
      expect(one(text)).toEqual([line]);
    });

    it("says what is missing, at its owner", () => {
      expect(
        one('"training": {"optimizer": {"kind": "sgd", "schedule": {"kind": "warm-up-cosine"}}}'),
      ).toEqual(["2:57  training.optimizer.schedule.warmUp: missing; expected a whole number"]);
    });

    it("cuts a long value", () => {
      const [line] = one(`"engine": {"runtime": "${"x".repeat(100_000)}"}`);
      expect(line!.length).toBeLessThan(200);
    });
  });

  describe("kinds", () => {
    it("lists the kinds of an unknown source and suggests the nearest", () => {
      expect(one('"data": {"source": {"kind": "syntetic"}}')).toEqual([
        '2:31  data.source.kind: expected one of "synthetic", "one-hot", "hdf5", "omniglot", got "syntetic" (did you mean "synthetic"?)',
      ]);
    });

    it("lists the kinds of a source without one, or that is no object", () => {
      expect(one('"data": {"source": {}}')).toEqual([
        '2:22  data.source: missing "kind"; expected one of "synthetic", "one-hot", "hdf5", "omniglot"',
      ]);
      expect(one('"data": {"source": "one-hot"}')).toEqual([
        '2:22  data.source: expected an object with a "kind", one of "synthetic", "one-hot", "hdf5", "omniglot", got "one-hot"',
      ]);
    });

    it("lists the kinds of an unknown clamp", () => {
      expect(one('"clamps": [{"kind": "inductoin", "heads": ["L1H0"]}]')).toEqual([
        expect.stringMatching(
          /^2:23 {2}clamps\[0\]\.kind: expected one of .*"induction".*, got "inductoin" \(did you mean "induction"\?\)$/,
        ),
      ]);
    });
  });

  describe("keys", () => {
    it("knows the keys of the chosen kind", () => {
      expect(one('"training": {"optimizer": {"kind": "sgd", "mometum": 0.9}}')).toEqual([
        '2:45  training.optimizer.mometum: unknown key (did you mean "momentum"?); the keys here are kind, rate, momentum, weightDecay, schedule',
      ]);
      expect(one('"training": {"optimizer": {"momentum": 0.9}}')).toEqual([
        "2:30  training.optimizer.momentum: unknown key; the keys here are kind, rate, beta1, beta2, epsilon, weightDecay, schedule",
      ]);
    });

    it("knows the keys of a clamp", () => {
      expect(one('"clamps": [{"kind": "ablate", "head": ["L1H0"], "heads": ["L1H0"]}]')).toEqual([
        expect.stringMatching(
          /^2:33 {2}clamps\[0\]\.head: unknown key \(did you mean "heads"\?\); the keys here are kind, heads/,
        ),
      ]);
    });

    it("points at the key, not at its value, and names several", () => {
      expect(
        one('"seeds": {"foo":\n1, "bar": 2}').map((line) => line.split(":  ")[0]!.split(": ")[0]),
      ).toEqual(["2:13  seeds.foo", "3:4  seeds.bar"]);
    });

    it("refuses a key that is there twice", () => {
      expect(one('"seeds": {"init": 1, "init": 2}')).toEqual([
        "2:24  seeds.init: key is here for the second time",
      ]);
    });

    it("refuses __proto__ and constructor like any other unknown key", () => {
      expect(one('"__proto__": {"name": "x"}')[0]).toMatch(/^2:3 {2}__proto__: unknown key/);
      expect(one('"model": {"constructor": 1}')[0]).toMatch(/^2:13 {2}model\.constructor: unknown key/);
    });
  });

  describe("rules between keys", () => {
    it.each([
      ['"model": {"heads": 7}', "2:12  model.width: expected a multiple of model.heads (7), got 64"],
      [
        '"model": {"width": 40}',
        '2:22  model.width: expected an even head size with "positions": "rope", got 40 / 8 = 5',
      ],
      [
        '"model": {"mlpRatio": 0.3}',
        "2:25  model.mlpRatio: expected a ratio that gives a whole number of MLP units, got 0.3 × 64 = 19.2",
      ],
      [
        '"training": {"sequences": 99, "optimizer": {"schedule": {"kind": "warm-up-linear", "warmUp": 100}}}',
        "2:96  training.optimizer.schedule.warmUp: expected at most training.sequences (99), got 100",
      ],
      [
        '"model": {"width": 4096, "mlpRatio": 64}',
        "2:22  model.width: expected a run that fits in 4 GB, got at least 66 GB for the parameters",
      ],
      [
        '"data": {"pairs": 512}, "training": {"batch": 10000}',
        "2:49  training.batch: expected a run that fits in 4 GB, got at least 318 GB for the activations of 10000 sequences of 1025 tokens",
      ],
    ])("%s", (text, line) => {
      expect(one(text)).toEqual([line]);
    });

    it("allows an odd head size without rope", () => {
      const text = '{"model": {"width": 40, "positions": "learned"}}';
      expect(parseExperiment(text, "a.opto.json").model.width).toBe(40);
    });

    it("checks the data", () => {
      expect(one('"data": {"burstiness": 2}')[0]).toMatch(/^2:26 {2}data\.burstiness: /);
      expect(one('"data": {"labelPairs": [8, 3, 0]}')[0]).toMatch(/^2:26 {2}data\.labelPairs: /);
    });

    it("checks the clamps against the model", () => {
      expect(one('"clamps": [{"kind": "ablate", "heads": ["L1H0", "L2H0"]}]')).toEqual([
        expect.stringMatching(/^2:51 {2}clamps\[0\]\.heads\[1\]: /),
      ]);
      const text = '{"model": {"layers": 3}, "clamps": [{"kind": "ablate", "heads": ["L2H0"]}]}';
      expect(parseExperiment(text, "a.opto.json").clamps).toHaveLength(1);
    });

    it("are checked also when other parts are broken, with the clamps' places kept", () => {
      const lines = one(
        '"nam": "x", "data": {"foo": 1, "burstiness": 2}, "training": {"batch": 0},\n' +
          '"clamps": [{"kind": "foo"}, {"kind": "ablate", "heads": ["L1H9"]}]',
      );
      expect(lines.map((line) => line.replace(/: .*/, ""))).toEqual([
        "2:3  nam",
        "2:24  data.foo",
        "2:48  data.burstiness",
        "2:74  training.batch",
        "3:21  clamps[0].kind",
        "3:58  clamps[1].heads[0]",
      ]);
    });
  });

  describe("broken JSON", () => {
    it.each([
      ["", "1:1  expected a value, got the end of the file"],
      ["{\r\n\r\n  name: 1}", '3:3  expected JSON (keys and text stand in double quotes), got "name"'],
      ['{\r  "name" "x"}', '2:10  expected a colon after the key, got "\\"x\\""'],
      ['{"name": "x"', "1:13  expected a closing }, got the end of the file"],
      ['{"name": "x"} 1', '1:15  expected the end of the file, got "1"'],
      ['{"clamps": [1 2]}', '1:15  expected a comma, got "2"'],
    ])("%j", (text, line) => {
      const [head, first] = problems(text);
      expect(head).toMatch(/^\d+ problems? in a\.opto\.json:$/);
      expect(first).toBe(`a.opto.json:${line}`);
    });

    it("that is not an object", () => {
      expect(problems("[]")).toEqual([
        "1 problem in a.opto.json:",
        "a.opto.json:1:1  experiment: expected an object, got []",
      ]);
    });
  });

  describe("hostile input", () => {
    it("lists at most 20 problems", () => {
      const keys = Array.from({ length: 50 }, (_, index) => `"k${index}": 1`).join(",");
      const lines = problems(`{"seeds": {${keys}}}`);
      expect(lines[0]).toBe("50 problems in a.opto.json:");
      expect(lines).toHaveLength(22);
      expect(lines.at(-1)).toBe("and 30 more");
    });

    it.each([
      ["deep brackets", "[".repeat(1_000_000)],
      ["deep objects", '{"a":'.repeat(500_000)],
      ["mismatched brackets", "[},".repeat(500_000)],
      ["moderate depth", `${'{"name":'.repeat(100)}1${"}".repeat(100)}`],
      ["a long list", `{"clamps": [${"0,".repeat(1_000_000)}0]}`],
      ["many keys", `{${Array.from({ length: 200_000 }, (_, index) => `"k${index}":0`).join(",")}}`],
    ])("%s: an error, no crash", (_name, text) => {
      const lines = problems(text);
      expect(lines.length).toBeGreaterThan(1);
      expect(lines.length).toBeLessThanOrEqual(22);
      for (const line of lines) expect(line.length).toBeLessThan(400);
    });
  });
});
