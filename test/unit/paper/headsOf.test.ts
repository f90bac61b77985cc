import { expect, it } from "vitest";
import { headsOf } from "../../../src/paper/headsOf.ts";

const on = { set: "all", count: 1, exact: true } as const;

it("finds the heads by their scores at the last place, each in its layer", () => {
  const common = { run: "r", experimentHash: "h" };
  const heads = headsOf(
    { heads: 3 },
    {
      ...{ ...common, name: "induction" },
      results: [
        { sequences: 0, value: { on, heads: { L1H0: 1, L1H1: 0, L1H2: 0 }, strongest: "L1H0" } },
        {
          sequences: 9,
          value: { on, heads: { L0H1: 2, L1H0: 0.1, L1H1: 0.7, L1H2: 0.4 }, strongest: "L1H1" },
        },
      ],
    },
    {
      ...{ ...common, name: "previous-token" },
      results: [
        { sequences: 9, value: { on, heads: { L0H0: 0.2, L0H1: 0.1, L0H2: 0.9 }, strongest: "L0H2" } },
      ],
    },
  );
  expect(heads).toEqual({
    strengths: [0.1, 0.7, 0.4],
    previousToken: [0.2, 0.1, 0.9],
    strongest: "L1H1",
    rest: ["L1H0", "L1H2"],
    previousTokenHead: "L0H2",
  });
});
