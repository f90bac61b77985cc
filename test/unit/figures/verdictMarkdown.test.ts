import { describe, expect, it } from "vitest";
import { verdictMarkdown } from "../../../src/figures/report/verdictMarkdown.ts";

const figure = {
  id: "fig3a",
  title: "Figure 3a: losses",
  caption: "A plateau, then a drop.",
  verdicts: [
    { statement: "It drops.", paper: "0.001", measured: "0.002 | 0.003", holds: true, seed: 5 },
    { statement: "Late.", paper: "300k", measured: "200k", holds: false, why: "Another data set." },
    { statement: "Again.", paper: "–", measured: "–", holds: null },
  ],
};
const facts = { quick: false, seconds: 125, failures: [], pictureOf: (id: string) => `${id}.svg` };

describe("verdicts as Markdown", () => {
  it("show each figure with its picture, and each statement with what was seen and measured", () => {
    const text = verdictMarkdown([figure], facts);
    expect(text).toContain(
      "3 statements of the paper: 1 hold, 1 do not, 1 cannot be told. Made in 2 min 05 s.",
    );
    expect(text).toContain("![Figure 3a: losses](fig3a.svg)");
    expect(text).toContain("| ✓ holds | Seed 5: It drops. | 0.001 | 0.002 \\| 0.003 |");
    expect(text).toContain("| ✗ does not hold | Late. | 300k | 200k<br>_Another data set._ |");
    expect(text).not.toContain("Quick");
  });

  it("say what was quick, and what could not be made", () => {
    const failures = [{ id: "fig7", reason: "no checkpoint" }];
    const text = verdictMarkdown([figure], { ...facts, quick: true, failures });
    expect(text).toContain("Quick runs");
    expect(text).toContain("**fig7 could not be made:** no checkpoint");
  });
});
