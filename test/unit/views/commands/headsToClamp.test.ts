import { describe, expect, test } from "vitest";
import { headsToClamp } from "../../../../src/views/commands/headsToClamp.ts";

const block = ["L0H0", "L0H1", "L0H2", "L0H3"];

describe("the heads to clamp", () => {
  test("are those ticked where nothing is clicked, and those clicked where nothing is ticked", () => {
    expect(headsToClamp([], ["L0H2", "L0H5"])).toEqual({ heads: ["L0H2", "L0H5"], isAsked: false });
    expect(headsToClamp([["L0H6"]], [])).toEqual({ heads: ["L0H6"], isAsked: false });
    expect(headsToClamp([block], [])).toEqual({ heads: block, isAsked: false });
    expect(headsToClamp([], [])).toEqual({ heads: [], isAsked: false });
  });

  test("are asked for, with all of them proposed, where a head is clicked besides those ticked", () => {
    expect(headsToClamp([["L0H6"]], ["L0H2", "L0H5"])).toEqual({
      heads: ["L0H2", "L0H5", "L0H6"],
      isAsked: true,
    });
    expect(headsToClamp([["L0H2"], ["L0H6"]], ["L0H2"])).toEqual({ heads: ["L0H2", "L0H6"], isAsked: true });
    expect(headsToClamp([block], ["L1H3"])).toEqual({ heads: ["L1H3", ...block], isAsked: true });
  });

  test("are those ticked where what is clicked is among them, or holds some of them", () => {
    expect(headsToClamp([["L0H2"]], ["L0H2", "L0H5"])).toEqual({ heads: ["L0H2", "L0H5"], isAsked: false });
    expect(headsToClamp([block], ["L0H1"])).toEqual({ heads: ["L0H1"], isAsked: false });
  });
});
