import { describe, expect, it } from "vitest";
import { clampSchema, clampSites } from "../../../src/clamps/clamps.ts";
import { traceClamped } from "../../../src/clamps/traceClamped.ts";
import { Graph } from "../../../src/graph/graph.ts";
import { modelSchema } from "../../../src/model/modelSchema.ts";
import type { ModelShape } from "../../../src/model/modelShape.ts";
import { declareInputs } from "../../../src/model/sequenceInputs.ts";
import { traceTransformer } from "../../../src/model/transformer.ts";

const shape: ModelShape = { ...modelSchema.parse({}), pairs: 2, labels: 5, dimension: 16, exemplarRows: 20 };

const kinds = ["ablate", "previous-token", "induction"].map((kind) => [kind] as const);

describe("a clamp in a program", () => {
  it.each(kinds)("that reaches no site throws instead of doing nothing: %s", (kind) => {
    const clamp = clampSchema.parse({ kind, heads: ["L0H0", "L5H0"] });
    expect(() => traceClamped(shape, 4, [clamp])).toThrow(
      /^a clamp of blocks\.5\.attn\.hook_\w+ did nothing/,
    );
  });

  it.each(kinds)("replaces its site and only that: %s", (kind) => {
    const clamp = clampSchema.parse({ kind, heads: ["L1H0", "L1H2"] });
    const graph = new Graph();
    const inputs = declareInputs(graph, shape, 4);
    const { site, verify } = clampSites([clamp], { graph, shape, inputs });
    const replaced: string[] = [];
    traceTransformer(graph, shape, inputs, (name, value) => {
      const seen = site(name, value);
      if (seen !== value) replaced.push(name);
      return seen;
    });
    verify();
    expect(replaced).toEqual([`blocks.1.attn.${kind === "ablate" ? "hook_v" : "hook_pattern"}`]);
  });
});
