import { describe, expect, it } from "vitest";
import { experimentSchema, type ExperimentInput } from "../../../src/experiment/experimentSchema.ts";
import { columnCount } from "../../../src/graph/shape.ts";
import { Graph } from "../../../src/graph/graph.ts";
import { declareInputs } from "../../../src/model/sequenceInputs.ts";
import { traceTransformer } from "../../../src/model/transformer.ts";
import { architectureKey, architectureModel } from "../../../src/views/trees/architectureModel.ts";
import type { ArchitectureNode } from "../../../src/views/trees/architectureNode.ts";

const model = (input: ExperimentInput) => architectureModel(experimentSchema.parse(input));

function all(nodes: readonly ArchitectureNode[]): ArchitectureNode[] {
  return nodes.flatMap((node) => [node, ...all(node.children)]);
}

/** Names of sites without the number of a head, and the last dimensions of their shapes. */
function sitesOf(nodes: readonly ArchitectureNode[]): Map<string, number> {
  const sites = all(nodes).filter(({ kind }) => kind === "site");
  return new Map(
    sites.map(({ id, detail }) => [
      id.replace(/(attn\.hook_\w+)\.\d+$/, "$1"),
      Number(/(\d+)\]$/.exec(detail)?.[1]),
    ]),
  );
}

describe("the architecture as a tree", () => {
  it.each<[string, ExperimentInput["model"]]>([
    ["the base model", {}],
    ["an MLP and learned positions", { mlpRatio: 2, positions: "learned", layers: 1, heads: 4 }],
    ["sinusoidal positions without norm", { norm: false, positions: "sinusoidal", width: 32 }],
    ["no positions", { positions: "none" }],
  ])("has the sites of the traced model, each with its size: %s", (_, given) => {
    const experiment = experimentSchema.parse({ model: given });
    const graph = new Graph();
    const { pairs, labels } = experiment.data;
    const shape = { ...experiment.model, pairs, labels, dimension: 16, exemplarRows: 20 };
    const { sites } = traceTransformer(graph, shape, declareInputs(graph, shape, 4));
    const traced = [...sites]
      // Without rope nothing is turned: these are the same values again.
      .filter(([name]) => experiment.model.positions === "rope" || !name.includes("hook_rot_"))
      .map(([name, { type }]): [string, number] => [
        name,
        type.columns.kind === "heads" ? type.columns.size : columnCount(type.columns),
      ]);
    expect([...sitesOf(architectureModel(experiment))].sort()).toEqual(traced.sort());
  });

  it("goes from embedding over blocks to unembedding, with heads under attention", () => {
    const roots = model({ model: { layers: 3, heads: 2 } });
    expect(roots.map(({ label }) => label)).toEqual([
      ..."embedding,block 0,block 1,block 2,ln_final,unembed".split(","),
    ]);
    const heads = all(roots).filter(({ kind }) => kind === "head");
    expect(heads.map(({ head }) => head)).toEqual(["L0H0", "L0H1", "L1H0", "L1H1", "L2H0", "L2H1"]);
    expect(heads[3]?.parent?.label).toBe("attention");
    expect(heads[3]?.parent?.parent).toBe(roots[2]);
    expect(roots[2]?.heads).toEqual(["L1H0", "L1H1"]);
    const inBlock = (label: string) => roots[2]?.children.find((child) => child.label === label)?.children;
    expect(inBlock("attention")?.map(({ label }) => label)).toEqual([
      ..."hook_q_input,hook_k_input,hook_v_input,ln1.hook_normalized,L1H0,L1H1,hook_attn_out".split(","),
    ]);
    expect(inBlock("residual")?.map(({ label }) => label)).toEqual(["hook_resid_pre", "hook_resid_post"]);
  });

  it("gives each node an id of its own and the same object each time", () => {
    const roots = model({ model: { mlpRatio: 4 } });
    const nodes = all(roots);
    expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
    expect(all(roots).every((node, index) => node === nodes[index])).toBe(true);
  });

  it("is another one only for another shape", () => {
    const key = (input: ExperimentInput) => architectureKey(experimentSchema.parse(input));
    expect(key({ name: "other", seeds: { init: 9 }, clamps: [{ kind: "ablate", heads: ["L0H0"] }] })).toBe(
      key({}),
    );
    expect(key({ model: { heads: 4 } })).not.toBe(key({}));
    expect(key({ training: { batch: 64 } })).not.toBe(key({}));
  });
});
