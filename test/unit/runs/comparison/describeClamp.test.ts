import { describe, expect, it } from "vitest";
import { describeClamp, describeClamps } from "../../../../src/runs/comparison/describeClamp.ts";

const model = { layers: 2, heads: 8 };
const heads = (layer: number, ...numbers: number[]) => numbers.map((head) => `L${layer}H${head}`);
const ablate = (...names: string[]) => ({ kind: "ablate", heads: names });

describe("describeClamp", () => {
  it.each([
    [ablate("L1H3"), "ablate L1H3"],
    [ablate("L1H3", "L0H2", "L01H1"), "ablate L0H2, L1H1, L1H3"],
    [ablate(...heads(1, 0, 1, 2, 3, 4, 5, 6, 7), "L0H0"), "ablate L0H0, L1"],
    [{ kind: "previous-token", heads: ["L0H2"], strength: 0.5, positions: "all" }, "L0H2 previous token 0.5"],
    [
      { kind: "previous-token", heads: ["L0H2"], strength: 1, positions: "labels" },
      "L0H2 previous token at labels",
    ],
    [{ kind: "induction", heads: ["L1H0"], strength: 1, from: 200_000 }, "L1H0 induction from 200k"],
    [{ ...ablate("L0H0"), from: 0, until: 1500 }, "ablate L0H0 until 1.5k"],
    [{ ...ablate("L0H0"), from: 32, until: 1500 }, "ablate L0H0 from 32 until 1.5k"],
    [
      { kind: "block-previous-token", heads: ["L0H2"], positions: "labels" },
      "L0H2 previous token blocked at labels",
    ],
    [{ kind: "match", heads: ["L1H3"], temperature: 0 }, "L1H3 match"],
    [{ kind: "match", heads: ["L1H3"], temperature: 0.1 }, "L1H3 match at temperature 0.1"],
    [{ kind: "temperature", heads: ["L1H3"], temperature: 0.5 }, "L1H3 temperature 0.5"],
    [{ kind: "labels-only", heads: heads(1, 0, 1, 2, 3, 4, 5, 6, 7) }, "L1 labels only"],
    [{ kind: "copy", head: "L1H3", until: 1000 }, "copy from L1H3 until 1k"],
    [{ kind: "perfect-layer-0" }, "perfect layer 0"],
    [{ kind: "preserve", what: ["pattern", "v"] }, "preserve pattern, v"],
    [{ kind: "ablate-embedding", from: 1000 }, "ablate embedding from 1k"],
    [
      { kind: "graft-in", checkpoint: "run:3f2a91b0c4d5e6f7@1000000", throughLayer: 0 },
      "layer 0 from run 3f2a91b at 1M",
    ],
    [
      { kind: "graft-in", checkpoint: "runs/a/checkpoints/40000.safetensors", throughLayer: 1 },
      "layers 0–1 from 40000.safetensors",
    ],
    [
      { kind: "graft-out", checkpoint: "run:3f2a91b0c4d5e6f7@0", fromLayer: 1 },
      "layer 1 from run 3f2a91b at 0",
    ],
    [{ kind: "graft-out" }, "layers"],
    [{ kind: "set", site: "hook_embed", value: 0 }, "set hook_embed to 0"],
    [
      { kind: "set", site: "blocks.0.attn.hook_z", heads: ["L0H1"], positions: [0, 2], value: -1 },
      "set hook_z of L0H1 to -1 at position 0, 2",
    ],
    [{ kind: "from-the-future", heads: ["L0H1"] }, "L0H1 from the future"],
    [{ kind: "ablate", heads: [7, "strange\n"] }, "ablate strange "],
  ])("%j", (clamp, text) => {
    expect(describeClamp(clamp, model)).toBe(text);
  });
});

it("names all layers of a deeper model that come from another", () => {
  const graft = { kind: "graft-out", checkpoint: "a.safetensors", fromLayer: 2 };
  expect(describeClamp(graft, { layers: 4, heads: 8 })).toBe("layers 2–3 from a.safetensors");
});

describe("describeClamps", () => {
  it.each([
    [[], "none"],
    [[ablate(...heads(1, 0, 1, 2, 4, 5, 6, 7))], "L1H3 only"],
    // Also in several clamps.
    [[ablate(...heads(1, 0, 1, 2)), ablate(...heads(1, 4, 5, 6, 7))], "L1H3 only"],
    [[ablate(...heads(1, 0, 1, 2, 4, 6, 7))], "L1H3, L1H5 only"],
    [[ablate("L1H0", "L1H2")], "no L1H0, L1H2"],
    [[ablate("L0H1", "L1H0")], "no L0H1, L1H0"],
    [[ablate(...heads(0, 0, 1, 2, 3, 4, 5, 6, 7))], "no L0"],
    [[ablate(...heads(1, 0, 1, 2, 4, 5, 6, 7), "L0H1")], "L1H3 only + no L0H1"],
    [[{ ...ablate("L1H0"), from: 1000 }, ablate("L1H2")], "no L1H0 from 1k + no L1H2"],
    [[ablate("L1H2"), { kind: "induction", heads: ["L1H0"], strength: 0.5 }], "no L1H2 + L1H0 induction 0.5"],
  ])("%j", (clamps, text) => {
    expect(describeClamps(clamps, model)).toBe(text);
  });

  it("of a layer of two heads names the one that is left, of a layer of one the one that is gone", () => {
    expect(describeClamps([ablate("L1H0")], { layers: 2, heads: 2 })).toBe("L1H1 only");
    expect(describeClamps([ablate("L1H0")], { layers: 2, heads: 1 })).toBe("no L1H0");
  });
});
