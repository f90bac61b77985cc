import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { describe, expect, inject, it } from "vitest";
import { z } from "zod";
import { clampSchema } from "../../../src/clamps/clamps.ts";
import { experimentJsonSchema } from "../../../src/experiment/jsonSchema.ts";
import { resolveExperiment } from "../../../src/experiment/resolveExperiment.ts";
import { validExperiment } from "./validExperiment.ts";

const schema = experimentJsonSchema();
const accepts = (value: unknown): boolean =>
  z.fromJSONSchema(schema as z.core.JSONSchema.JSONSchema).safeParse(value).success;

/** Every property that the schema has, at any depth, by its place in the schema. */
function properties(node: unknown, place: string): [string, unknown][] {
  if (typeof node !== "object" || node === null) return [];
  return Object.entries(node).flatMap(([key, value]: [string, unknown]) => {
    const here = `${place}/${key}`;
    if (key === "default") return [];
    const own: [string, unknown][] =
      key === "properties"
        ? Object.entries(value as object).map(([name, each]) => [`${here}/${name}`, each])
        : [];
    return [...own, ...properties(value, here)];
  });
}

/** Every object in the schema, at any depth. */
function allNodes(node: unknown): Readonly<Record<string, unknown>>[] {
  if (typeof node !== "object" || node === null) return [];
  const inner = Object.values(node).flatMap(allNodes);
  return Array.isArray(node) ? inner : [node as Readonly<Record<string, unknown>>, ...inner];
}

describe("experimentJsonSchema", () => {
  it("is draft 7 with a title, and plain JSON", () => {
    expect(schema).toMatchObject({
      $schema: "http://json-schema.org/draft-07/schema#",
      title: "Optoscope experiment",
      description: expect.stringMatching(/./) as string,
      type: "object",
      additionalProperties: false,
    });
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
  });

  it("is built next to the command line, for editors", () => {
    const file = join(dirname(inject("commandLine")), "experiment.schema.json");
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(schema);
  });

  it("describes every property", () => {
    const all = properties(schema, "");
    expect(all.length).toBeGreaterThan(50);
    const bare = all.filter(
      ([, each]) => typeof (each as { description?: unknown }).description !== "string",
    );
    expect(bare.map(([place]) => place)).toEqual([]);
  });

  it("requires no key at the top, and allows $schema", () => {
    expect(schema).not.toHaveProperty("required");
    expect(accepts({})).toBe(true);
    expect(accepts({ $schema: "x" })).toBe(true);
  });

  it("accepts the defaults and whatever the check accepts", () => {
    expect(accepts(resolveExperiment({}, "test"))).toBe(true);
    fc.assert(
      fc.property(validExperiment, (input) => accepts(input) && accepts(resolveExperiment(input, "test"))),
      { numRuns: 30 },
    );
  });

  it("refuses unknown keys, kinds and values", () => {
    expect(accepts({ modle: {} })).toBe(false);
    expect(accepts({ model: { widht: 3 } })).toBe(false);
    expect(accepts({ model: { layers: 0 } })).toBe(false);
    expect(accepts({ data: { source: { kind: "foo" } } })).toBe(false);
    expect(accepts({ clamps: [{ kind: "foo" }] })).toBe(false);
  });

  it("says in words what VS Code would say by a regular expression, or by one kind of several", () => {
    const nodes = allNodes(schema);
    const patterns = nodes.filter((node) => typeof node["pattern"] === "string");
    expect(patterns.length).toBeGreaterThan(1);
    for (const node of patterns) expect(node["patternErrorMessage"]).toMatch(/^expected /);
    expect(patterns.map((node) => node["patternErrorMessage"])).toContainEqual(
      expect.stringContaining("a head such as L1H3"),
    );
    const kinds = nodes.filter((node) => node["const"] === "induction");
    const names = clampSchema.options.map(({ shape }) => `"${shape.kind.value}"`);
    expect(names).toHaveLength(14);
    expect(kinds.map((node) => node["errorMessage"])).toEqual([
      `expected ${names.slice(0, -1).join(", ")}, or ${names.at(-1)}`,
    ]);
    const constants = nodes.filter((node) => "const" in node);
    expect(constants.filter((node) => node["errorMessage"] === undefined)).toEqual([]);
  });

  it("has only regular expressions that editors read", () => {
    const patterns = [...JSON.stringify(schema).matchAll(/"pattern":("(?:[^"\\]|\\.)*")/g)];
    for (const [, pattern] of patterns)
      expect(() => new RegExp(JSON.parse(pattern!) as string, "u")).not.toThrow();
  });
});
