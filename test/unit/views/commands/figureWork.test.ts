import { describe, expect, test } from "vitest";
import { figureName, figureWork, figureWorkText } from "../../../../src/views/commands/figureWork.ts";

describe("the work of figures", () => {
  test("is the base run, and those of the figure's presets, each once", () => {
    expect(figureWork(["fig3a"], false)).toEqual({ runs: 1, sequences: 1_000_000 });
    expect(figureWork(["fig3a", "fig3b", "table1"], false)).toEqual({ runs: 1, sequences: 1_000_000 });
    expect(figureWork(["fig5b"], false)).toEqual({ runs: 7, sequences: 1_000_000 + 6 * 600_000 });
    const both = figureWork(["fig5b", "fig10"], false).runs;
    expect(both).toBeLessThan(7 + figureWork(["fig10"], false).runs);
  });

  test("is a tenth where it is quick, and none of the toy model's", () => {
    expect(figureWork(["fig5b"], true)).toEqual({ runs: 7, sequences: 460_000 });
    expect(figureWork(["fig5a", "fig9"], false)).toEqual({ runs: 3, sequences: 0 });
  });

  test("is said in words", () => {
    expect(figureWorkText({ runs: 7, sequences: 4_600_000 })).toBe("7 runs, 4.6M sequences");
    expect(figureWorkText({ runs: 1, sequences: 0 })).toBe("1 run");
    expect(figureName("fig5b")).toBe("Figure 5b");
    expect(figureName("table1")).toBe("Table 1");
  });
});
