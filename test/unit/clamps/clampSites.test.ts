import { describe, expect, it } from "vitest";
import { clampSchema, clampSites } from "../../../src/clamps/clamps.ts";
import { traceClamped } from "../../../src/clamps/traceClamped.ts";
import { Graph } from "../../../src/graph/graph.ts";
import type { RowsValue } from "../../../src/graph/value.ts";
import { modelSchema } from "../../../src/model/modelSchema.ts";
import type { ModelShape } from "../../../src/model/modelShape.ts";
import { declareInputs } from "../../../src/model/sequenceInputs.ts";
import { siteColumns } from "../../../src/model/siteColumns.ts";
import { traceTransformer } from "../../../src/model/transformer.ts";

const shape: ModelShape = { ...modelSchema.parse({}), pairs: 2, labels: 5, dimension: 16, exemplarRows: 20 };

const ofHeads = ["ablate", "previous-token", "induction", "match", "labels-only", "block-previous-token"].map(
  (kind) => [kind] as const,
);

const heads = ["L1H0", "L1H2"];
const [pattern, scores] = ["blocks.1.attn.hook_pattern", "blocks.1.attn.hook_attn_scores"];

/** What each kind replaces. */
const replacements: [object, string[]][] = [
  [{ kind: "ablate", heads }, ["blocks.1.attn.hook_v"]],
  [{ kind: "previous-token", heads }, [pattern]],
  [{ kind: "block-previous-token", heads }, [scores]],
  [{ kind: "induction", heads }, [pattern]],
  [{ kind: "match", heads }, [pattern]],
  [{ kind: "temperature", heads, temperature: 0.5 }, [scores]],
  [{ kind: "labels-only", heads }, [scores]],
  [{ kind: "copy", head: "L1H3" }, ["logits"]],
  [
    { kind: "perfect-layer-0" },
    ["blocks.0.hook_resid_post", "blocks.1.hook_q_input", "blocks.1.hook_k_input"],
  ],
  [{ kind: "ablate-embedding" }, ["hook_embed"]],
  [{ kind: "graft-in", checkpoint: "other", throughLayer: 0 }, ["blocks.0.hook_resid_post"]],
  [{ kind: "graft-out", checkpoint: "other", fromLayer: 1 }, ["logits"]],
  [{ kind: "set", site: "blocks.1.hook_attn_out", value: 1 }, ["blocks.1.hook_attn_out"]],
];

describe("a clamp in a program", () => {
  it.each(ofHeads)("that reaches no site throws instead of doing nothing: %s", (kind) => {
    const clamp = clampSchema.parse({ kind, heads: ["L0H0", "L5H0"] });
    expect(() => traceClamped(shape, 4, [clamp])).toThrow(
      /^a clamp of blocks\.5\.attn\.hook_\w+ did nothing/,
    );
  });

  it.each(replacements)("replaces its sites and only those: %j", (input, expected) => {
    const graph = new Graph();
    const inputs = declareInputs(graph, shape, 4);
    const sites = new Map<string, RowsValue>();
    const trace = {
      ...{ graph, shape, inputs, sites },
      clean: () => traceTransformer(graph, shape, inputs).sites,
      donor: (_checkpoint: string, graft?: (name: string, value: RowsValue) => RowsValue) =>
        traceTransformer(graph, shape, inputs, { fixed: "other ", ...(graft && { clamp: graft }) }),
      adopt: () => undefined,
    };
    const { site, verify } = clampSites([clampSchema.parse(input)], trace);
    const replaced: string[] = [];
    traceTransformer(graph, shape, inputs, {
      sites,
      clamp: (name, value) => {
        const seen = site(name, value);
        if (seen !== value) replaced.push(name);
        return seen;
      },
    });
    verify();
    expect(replaced).toEqual(expected);
  });

  it("preserves what other clamps would change, and nothing else", () => {
    const clamps = [
      { kind: "preserve", what: ["v"] },
      { kind: "ablate", heads: ["L0H0"] },
    ].map((input) => clampSchema.parse(input));
    const { model, clean } = traceClamped(shape, 4, clamps);
    const same = (name: string) => model.sites.get(name) === clean().get(name);
    expect(same("blocks.1.attn.hook_v")).toBe(true);
    expect(same("blocks.1.attn.hook_k")).toBe(false);
    expect(same("blocks.0.attn.hook_v")).toBe(false);
    expect(same("blocks.0.attn.hook_pattern")).toBe(true);
  });
});

describe("siteColumns", () => {
  it.each([
    {},
    { layers: 3, mlpRatio: 2, norm: false, positions: "learned" as const },
    { layers: 1, mlpRatio: 1, positions: "sinusoidal" as const },
  ])("lists the sites of a model: %j", (changes) => {
    const model = { ...shape, ...changes };
    const graph = new Graph();
    const { sites } = traceTransformer(graph, model, declareInputs(graph, model, 4));
    const expected = [...sites].map(([name, { type }]) => [name, type.columns.kind]);
    expect([...siteColumns(model)].sort()).toEqual(expected.sort());
  });
});
