import { describe, expect, it } from "vitest";
import { checkExperiment } from "../../src/experiment/checkExperiment.ts";
import { wireExperiments } from "../../webview/wiring/wireExperiments.ts";
import { recordOf } from "../unit/runs/comparison/sampleRuns.ts";

const wire = { from: 2, to: 3 };
const later = ["L1H0", "L1H1", "L1H2", "L1H4", "L1H5", "L1H6", "L1H7"];
const earlier = ["L0H0", "L0H1", "L0H3", "L0H4", "L0H5", "L0H6", "L0H7"];

function experimentsOf(experiment: object = {}) {
  const of = recordOf({ name: "base", ...experiment }).experiment;
  const made = wireExperiments(of, [0, 1], wire);
  return { of, made, clamps: Object.fromEntries(made.map(({ key, clamps }) => [key, clamps])) };
}

describe("experiments that test a wire", () => {
  it("hold what they say throughout training", () => {
    const { made, clamps } = experimentsOf();
    expect(clamps).toEqual({
      alone: [{ kind: "ablate", heads: later }],
      "only-wire": [{ kind: "ablate", heads: [...earlier, ...later] }],
      without: [{ kind: "ablate", heads: ["L0H2"] }],
      "alone-without": [{ kind: "ablate", heads: [...later, "L0H2"] }],
      held: [
        { kind: "ablate", heads: later },
        { kind: "previous-token", heads: ["L0H2"] },
      ],
      blocked: [
        { kind: "ablate", heads: later },
        { kind: "block-previous-token", heads: ["L0H2"] },
      ],
    });
    expect(made.every(({ problem }) => problem === null)).toBe(true);
    expect(made.map(({ name }) => name)).toContain("base: only L0H2 and L1H3");
    for (const { words } of made) expect(words).toMatch(/\?.*[iI]n the paper|\?.*[iI]f /s);
  });

  it("can be run as they are, also on top of a run's own clamps", () => {
    const own = [
      { kind: "ablate", heads: ["L1H0", "L0H7"], until: 320 },
      { kind: "previous-token", heads: ["L0H5"] },
    ];
    for (const clamps of [[], own]) {
      const { of, made } = experimentsOf({ clamps });
      for (const { name, clamps: more } of made) {
        const experiment = recordOf({ ...of, name, clamps: [...of.clamps, ...more] }).experiment;
        expect(checkExperiment(experiment).problems, name).toEqual([]);
      }
    }
  });

  it("do not ablate a second time what the run ablates, at whatever time", () => {
    const { clamps } = experimentsOf({ clamps: [{ kind: "ablate", heads: ["L01H00"], from: 3200 }] });
    expect(clamps["alone"]).toEqual([{ kind: "ablate", heads: later.slice(1) }]);
  });

  it("are not possible, with the reason, where the run's own clamps stand against them", () => {
    const problems = (clamps: readonly object[]) =>
      Object.fromEntries(experimentsOf({ clamps }).made.map(({ key, problem }) => [key, problem]));
    const alone = problems([{ kind: "ablate", heads: later }]);
    expect(alone["alone"]).toBe("The run itself is this experiment.");
    expect(alone["only-wire"]).toBeNull();
    const held = problems([{ kind: "previous-token", heads: ["L0H2"], strength: 0.5 }]);
    expect(held["held"]).toContain("L0H2 previous token 0.5");
    expect(held["blocked"]).toBe(held["held"]);
    expect(held["without"]).toBeNull();
    const dead = problems([{ kind: "ablate", heads: ["L0H2"] }]);
    expect(new Set(Object.values(dead))).toEqual(new Set(["The run's own clamps ablate L0H2."]));
  });

  it("have a name that an experiment can have", () => {
    const { made } = experimentsOf({ name: "x".repeat(200) });
    for (const { name, title } of made) {
      expect(name).toHaveLength(200);
      expect(name.endsWith(`: ${title}`)).toBe(true);
    }
  });
});
