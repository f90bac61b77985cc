import { describe, expect, it } from "vitest";
import { experimentSchema } from "../../../src/experiment/experimentSchema.ts";
import type { MetricsLine } from "../../../src/runs/metricsLine.ts";
import { changedRows } from "../../../src/views/changedRows.ts";
import { headMarks } from "../../../src/views/headMarks.ts";
import { architectureModel } from "../../../src/views/trees/architectureModel.ts";
import { architectureRows, type ArchitectureState } from "../../../src/views/trees/architectureRows.ts";
import { sampleHistory } from "./sampleEntry.ts";

const { model, ...parts } = experimentSchema.parse({});
const roots = architectureModel({ model, ...parts });
const rows = (changes: Partial<ArchitectureState>) =>
  architectureRows(roots, { metrics: null, marks: new Map(), ticked: new Set(), context: "run", ...changes });
const measured = (heads: MetricsLine["heads"]) => rows({ metrics: { sequences: 0, sets: {}, heads } });

describe("the rows of the architecture", () => {
  it("show measures on heads, and the strongest head on its block", () => {
    const shown = measured({
      L1H3: { induction: 0.834 },
      L1H4: { induction: -0.2 },
      L0H2: { previousToken: 0.91 },
    });
    expect(shown.get("blocks.1.attn.L1H3")?.description).toBe("induction 0.83");
    expect(shown.get("blocks.1.attn.L1H4")?.description).toBe("induction −0.20");
    expect(shown.get("blocks.0.attn.L0H2")?.description).toBe("previous token 0.91");
    expect(shown.get("blocks.1")?.description).toBe("L1H3 induction 0.83");
    expect(shown.get("blocks.0")?.description).toBe("L0H2 previous token 0.91");
  });

  it("show what is not a number as such, and nothing where nothing was measured", () => {
    const shown = measured({ L1H3: { induction: Number.NaN } });
    expect(shown.get("blocks.1.attn.L1H3")?.description).toBe("induction –");
    expect(shown.get("blocks.1")?.description).toBe("");
    expect(shown.get("blocks.1.attn.L1H0")?.description).toBe("");
  });

  it("mark clamped heads, and count them on their layer", () => {
    const shown = rows({ marks: headMarks([sampleHistory()], model), context: "run active running" });
    expect(shown.get("blocks.0.attn.L0H2")).toMatchObject({
      description: "clamped: previous token",
      icon: { id: "lock", color: "charts.purple" },
      contextValue: "head run active running clamped",
      spoken: "head L0H2, clamped: previous token",
    });
    expect(shown.get("blocks.0.attn")).toMatchObject({
      description: "8 heads, 2 clamped",
      spoken: "attention, 8 heads, 2 clamped",
    });
    expect(shown.get("blocks.0")?.spoken).toBe("block 0, 2 clamped");
    expect(shown.get("blocks.0.attn.L0H1")?.contextValue).toBe("head run active running");
  });

  it("mark parts that are clamped without heads", () => {
    const history = sampleHistory({ clamp: { kind: "graft-in", throughLayer: 0 }, measured: null });
    const shown = rows({ marks: headMarks([history], model), context: "run" });
    expect(shown.get("embed")).toMatchObject({ description: "clamped: layer 0", icon: { id: "lock" } });
    expect(shown.get("blocks.0")?.description).toBe("clamped: layer 0");
    expect(shown.get("unembed")?.icon?.id).toBe("symbol-key");
  });

  it("tick a layer when all its heads are ticked; only heads and layers have boxes", () => {
    const layer = roots[1]!.heads;
    expect(rows({ ticked: new Set(layer) }).get("blocks.0.attn")?.isTicked).toBe(true);
    const most = rows({ ticked: new Set(layer.slice(1)) });
    expect(most.get("blocks.0.attn")?.isTicked).toBe(false);
    expect(most.get("blocks.0.attn.L0H0")?.isTicked).toBe(false);
    expect(most.get("blocks.0.attn.L0H1")?.isTicked).toBe(true);
    expect(most.get("blocks.0")?.isTicked).toBeNull();
  });

  it("change only where their text does", () => {
    const before = measured({ L1H3: { induction: 0.831 }, L1H4: { induction: 0.2 } });
    const same = measured({ L1H3: { induction: 0.832 }, L1H4: { induction: 0.2 } });
    expect(changedRows(before, same)).toEqual([]);
    const after = measured({ L1H3: { induction: 0.831 }, L1H4: { induction: 0.25 } });
    expect(changedRows(before, after)).toEqual(["blocks.1.attn.L1H4"]);
    expect(changedRows(after, rows({}))).toEqual(["blocks.1", "blocks.1.attn.L1H3", "blocks.1.attn.L1H4"]);
    expect(changedRows(new Map(), after)).toHaveLength(23);
    const ticked = rows({ ticked: new Set(["L0H5"]) });
    expect(changedRows(rows({}), ticked)).toEqual(["blocks.0.attn.L0H5"]);
  });
});
