import { describe, expect, it } from "vitest";
import { experimentProblems } from "../../../src/views/experimentProblems.ts";

/** Message and underlined text of each problem. */
const found = (text: string) =>
  experimentProblems(text).map(({ message, start, end }) => [text.slice(start, end), message]);

describe("problems that an editor does not find by itself", () => {
  it("are underlined exactly: a head that the model does not have", () => {
    const text = '{\n  // two layers\n  "clamps": [{ "kind": "ablate", "heads": ["L0H1", "L2H0"] }],\n}';
    expect(found(text)).toEqual([
      ['"L2H0"', "clamps[0].heads[1]: expected a head that the model has (L0H0 to L1H7), got L2H0"],
    ]);
  });

  it("are found between clamps", () => {
    const clamp = '{ "kind": "ablate", "heads": ["L0H1"] }';
    const [problem] = found(`{ "clamps": [${clamp}, ${clamp}] }`);
    expect(problem?.[0]).toBe('"L0H1"');
    expect(problem?.[1]).toMatch(/^clamps\[1\]\.heads\[0\]: contradicts/);
  });

  it("stand at the owner's key where the value is left out or takes many lines", () => {
    expect(found('{ "model": {\n "width": 63\n} }')[0]?.[0]).toBe("63");
    expect(found('{ "model": {\n "heads": 7\n} }')[0]?.[0]).toBe('"model"');
    expect(found('{ "data": { "labelPairs": [\n9,\n9,\n9] } }')[0]?.[0]).toBe('"labelPairs"');
  });

  it("are not those of the JSON Schema or of JSON", () => {
    expect(found('{ "models": 1, "training": { "batch": "x" }, "seeds": { "init": -1 } }')).toEqual([]);
    expect(found('{ "clamps": [{ "kind": "ablate", "heads": ["head 1"] }] }')).toEqual([]);
    expect(found('{ "model": ')).toEqual([]);
    expect(found("")).toEqual([]);
    expect(found("[1, 2]")).toEqual([]);
  });

  it("are found beside those of the JSON Schema", () => {
    const text = '{ "models": 1, "clamps": [{ "kind": "ablate", "heads": ["L9H0"] }] }';
    expect(found(text).map(([underlined]) => underlined)).toEqual(['"L9H0"']);
  });

  it("do not exhaust the stack", () => {
    const deep = `{ "model": ${"[".repeat(500)}${"]".repeat(500)} }`;
    expect(experimentProblems(deep)).toHaveLength(1);
    expect(() => experimentProblems("[".repeat(200_000))).not.toThrow();
  });
});
