import { describe, expect, it } from "vitest";
import { z } from "zod";
import { checkData, dataSchema, defaultLabelPairs } from "../../../src/data/dataSchema.ts";

const parse = (input: unknown): z.infer<typeof dataSchema> => dataSchema.parse(input);
const places = (input: unknown): string[] => checkData(parse(input)).map(({ path }) => path.join("."));

describe("dataSchema", () => {
  it("has the paper's task as its defaults", () => {
    expect(parse({})).toEqual({
      source: { kind: "synthetic", latent: 32, spread: 0.3, dimension: 512 },
      classes: [50, 1473, 100],
      exemplars: [1, 4, 0],
      pairs: 2,
      burstiness: 1,
      labels: 5,
      labelPairs: [8, 2, 0],
      zipf: 0,
      distractor: true,
      support: true,
      uniqueRest: false,
    });
    expect(checkData(parse({}))).toEqual([]);
  });

  it("fills in each source's own defaults", () => {
    expect(parse({ source: { kind: "synthetic", latent: 512 } }).source).toEqual({
      kind: "synthetic",
      latent: 512,
      spread: 0.3,
      dimension: 512,
    });
    expect(parse({ source: { kind: "hdf5", file: "a.h5" } }).source).toHaveProperty(
      "dataset",
      "resnet18/224/feat",
    );
    expect(parse({ source: { kind: "omniglot", folder: "o" } }).source).toHaveProperty("dimension", 512);
  });

  it("derives label pairs from the number of labels unless they are given", () => {
    expect(parse({ labels: 10 }).labelPairs).toEqual([36, 9, 0]);
    expect(parse({ labels: 15 }).labelPairs).toEqual([84, 21, 0]);
    expect(parse({ labels: 10, labelPairs: [30, 5, 10] }).labelPairs).toEqual([30, 5, 10]);
  });

  it("derives label pairs that pass the checks for any number of labels", () => {
    for (let labels = 2; labels <= 60; labels++) {
      expect(defaultLabelPairs(labels).reduce((a, b) => a + b)).toBe((labels * (labels - 1)) / 2);
      expect(places({ labels })).toEqual([]);
    }
  });

  it.each([
    [{ pair: 2 }, ""],
    [{ pairs: 0 }, "pairs"],
    [{ burstiness: 0 }, "burstiness"],
    [{ labels: 1 }, "labels"],
    [{ zipf: -1 }, "zipf"],
    [{ classes: [1, 2] }, "classes"],
    [{ classes: [1, 2, 0.5] }, "classes.2"],
    [{ exemplars: [1, -1, 0] }, "exemplars.1"],
    [{ source: { kind: "csv" } }, "source.kind"],
    [{ source: { kind: "hdf5" } }, "source.file"],
    [{ source: { kind: "one-hot", dimension: 4 } }, "source"],
  ])("refuses %j at %s", (input, place) => {
    const result = dataSchema.safeParse(input);
    expect(result.error?.issues.map((issue) => issue.path.join("."))).toEqual([place]);
  });

  it("becomes a JSON Schema that describes every key", () => {
    const schema = z.toJSONSchema(dataSchema, { io: "input" });
    expect(schema.required).toBeUndefined();
    expect(schema.additionalProperties).toBe(false);
    const properties = Object.entries(schema.properties ?? {});
    expect(properties.map(([key]) => key).sort()).toEqual(Object.keys(parse({})).sort());
    for (const [key, property] of properties) {
      expect(typeof property === "object" ? property.description : undefined, key).toMatch(/\w{3}.*\.$/);
    }
  });
});

describe("checkData", () => {
  it.each([
    ["too many label pairs", { labelPairs: [8, 2, 1] }, "labelPairs"],
    ["labels that no training pair can hold", { labelPairs: [2, 2, 0] }, "labelPairs.0"],
    ["copies that do not fit", { burstiness: 2 }, "burstiness"],
    ["copies that do not fit, without distractor", { burstiness: 3, distractor: false }, "burstiness"],
    ["no label left for rest classes", { pairs: 3, labels: 2 }, "labels"],
    ["no label left for the class in the query's place", { support: false, labels: 2 }, "labels"],
    ["one training class", { classes: [1, 0, 0] }, "classes.0"],
    ["no class for the rest", { pairs: 3, classes: [2, 0, 0] }, "classes.0"],
    ["too few classes for a unique rest", { pairs: 6, uniqueRest: true, classes: [5, 0, 0] }, "classes.0"],
    ["one test class", { classes: [50, 0, 1] }, "classes.2"],
    ["no training exemplar", { exemplars: [0, 5, 0] }, "exemplars.0"],
  ])("finds %s", (_, input, place) => {
    expect(places(input)).toEqual([place]);
  });

  it.each([
    { burstiness: 2, distractor: false, classes: [1, 0, 0] },
    { pairs: 6, uniqueRest: true, classes: [6, 0, 0] },
    { pairs: 6, uniqueRest: false, classes: [3, 0, 0] },
    { classes: [2, 0, 0], labels: 2 },
    { labelPairs: [3, 0, 0] },
  ])("accepts %j", (input) => {
    expect(places(input)).toEqual([]);
  });

  it("finds all problems at once", () => {
    const input = { classes: [1, 0, 1], exemplars: [0, 1, 0], labelPairs: [2, 9, 0], burstiness: 2 };
    expect(places(input)).toEqual([
      "labelPairs",
      "labelPairs.0",
      "burstiness",
      "classes.0",
      "classes.2",
      "exemplars.0",
    ]);
  });
});
