import { describe, expect, it } from "vitest";
import { configTable } from "../../webview/compare/configTable.ts";
import { stackSvg } from "../../webview/compare/stackSvg.ts";
import { valueColumns } from "../../webview/compare/valueColumns.ts";
import { testRun, testView } from "./compareRun.ts";

const loss = [3, 0.123456789, 0.5];
const runs = [
  testRun("a", { sequences: [0, 100, 200], columns: { "train.loss": loss }, phaseChange: 150 }),
  testRun("b", {
    experiment: {
      seeds: { init: 6 },
      training: { batch: 32 },
      clamps: [{ kind: "ablate", heads: ["L1H3"] }],
    },
    sequences: [0, 100],
    columns: { "train.loss": [4, Number.NaN] },
    phaseChange: 100,
  }),
  testRun("c"),
];

describe("table of values", () => {
  const cells = (ui: Parameters<typeof testView>[1]): Record<string, unknown[]> => {
    const view = testView(runs, { metrics: ["train.loss"], ...ui });
    return Object.fromEntries(
      valueColumns(view).map(({ key, cell }) => [key, view.units.map((unit) => cell(unit).value)]),
    );
  };

  it("has every number in full precision, and null where there is none", () => {
    expect(cells({ at: 150 })).toEqual({
      state: ["finished", "finished", "finished"],
      sequences: [200, 100, 0],
      phaseChange: [150, 100, null],
      shift: [null, -50, null],
      "train.loss:last": [0.5, null, null],
      "train.loss:best": [0.123456789, 4, null],
      "train.loss:at": [0.123456789, null, null],
    });
  });

  it("shifts against the chosen baseline", () => {
    expect(cells({ baseline: "b" })["shift"]).toEqual([50, null, null]);
  });

  it("has no columns of a kind that is hidden, and none at a place while there is no place", () => {
    expect(Object.keys(cells({ hiddenColumns: ["state", "best"] }))).toEqual([
      "sequences",
      "phaseChange",
      "shift",
      "train.loss:last",
    ]);
  });

  it("says where a value is from", () => {
    const view = testView(runs, { metrics: ["train.loss"] });
    const best = valueColumns(view).find(({ key }) => key === "train.loss:best")!;
    expect(best.cell(view.units[0]!)).toEqual({
      text: "0.123",
      value: 0.123456789,
      title: "0.123456789 at 100 sequences",
    });
  });
});

describe("table of differences", () => {
  it("has the baseline first and tells what equals it", () => {
    const { columns, rows } = configTable(testView(runs, { baseline: "b" }));
    expect(columns.map(({ id }) => id)).toEqual(["b", "a", "c"]);
    const seed = rows.find(({ path }) => path === "seeds.init")!;
    expect(seed.cells.map(({ text, equalsBaseline }) => [text, equalsBaseline])).toEqual([
      ["6", true],
      ["5", false],
      ["5", false],
    ]);
    expect(rows.map(({ path }) => path)).not.toContain("training.batch");
  });

  it("tells what is absent", () => {
    const { rows } = configTable(testView(runs));
    const clamp = rows.find(({ path }) => path === "clamps[0]")!;
    expect(clamp.cells.map(({ isAbsent, full }) => [isAbsent, full === "not set"])).toEqual([
      [true, true],
      [false, false],
      [true, true],
    ]);
    expect(clamp.cells[1]!.text).toBe('{ "kind": "ablate", "heads": [ "L1H3" ] }');
  });

  it("is empty for experiments that are the same", () => {
    expect(configTable(testView([testRun("x"), testRun("y")])).rows).toEqual([]);
  });
});

describe("pictures below each other", () => {
  const picture = (width: number, height: number): string =>
    `<?xml version="1.0"?>\n<svg xmlns="x" width="${width}" height="${height}"><clipPath id="plot"/><g clip-path="url(#plot)"/></svg>`;

  it("make one as wide as the widest, with the ids of each its own", () => {
    const stacked = stackSvg([picture(100, 50), picture(200, 30)], 10);
    expect(stacked).toContain('width="200" height="90"');
    expect(stacked).toContain("translate(0 60)");
    expect(stacked.match(/<\?xml/g)).toBeNull();
    expect([...stacked.matchAll(/id="([^"]+)"/g)].map(([, id]) => id)).toEqual(["f0-plot", "f1-plot"]);
    expect(stacked).toContain("url(#f1-plot)");
  });

  it("need a size", () => {
    expect(() => stackSvg(["<svg></svg>"])).toThrow(RangeError);
  });
});
