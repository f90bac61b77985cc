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

const problemsOf = (clamps: readonly object[]) =>
  Object.fromEntries(experimentsOf({ clamps }).made.map(({ key, problem }) => [key, problem]));

const every = ["alone", "only-wire", "without", "alone-without", "held", "blocked"];
const ofEarlier = every.slice(1);

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
    const deciding = ["hook_v", "hook_z", "hook_pattern", "hook_attn_scores"].map((site) => [
      { kind: "set", site: `blocks.0.attn.${site}`, heads: ["L0H2"], from: 320, value: 0 },
    ]);
    const holding = ["previous-token", "block-previous-token", "match"].map((kind) => [
      { kind, heads: ["L0H2"], until: 320 },
    ]);
    for (const clamps of [[], own, ...deciding, ...holding]) {
      const { of, made } = experimentsOf({ clamps });
      for (const { name, clamps: more, problem } of made) {
        if (problem !== null) continue;
        const experiment = recordOf({ ...of, name, clamps: [...of.clamps, ...more] }).experiment;
        expect(checkExperiment(experiment).problems, name).toEqual([]);
      }
    }
  });

  it("do not ablate a second time what the run ablates, and are not possible where it does so for a time", () => {
    const { clamps, made } = experimentsOf({ clamps: [{ kind: "ablate", heads: ["L01H00"] }] });
    expect(clamps["alone"]).toEqual([{ kind: "ablate", heads: later.slice(1) }]);
    expect(made.every(({ problem }) => problem === null)).toBe(true);
    const when = { measure: "loss", below: 1 };
    for (const time of [{ from: 3200 }, { until: 3200 }, { when }]) {
      const problems = problemsOf([{ kind: "ablate", heads: ["L01H00"], ...time }]);
      const words = "The run's own clamps ablate L1H0 only for a time.";
      expect(problems).toEqual({
        alone: words,
        "only-wire": words,
        without: null,
        "alone-without": words,
        held: words,
        blocked: words,
      });
    }
    expect(problemsOf([{ kind: "ablate", heads: ["L0H2"], until: 3200 }])["held"]).toContain(
      "only for a time",
    );
  });

  it.each<[string, object, string[]]>([
    ["a perfect layer 0", { kind: "perfect-layer-0" }, ofEarlier],
    [
      "an earlier head whose output is set",
      { kind: "set", site: "blocks.0.attn.hook_z", value: 0 },
      ofEarlier,
    ],
    [
      "one that is set by its name",
      { kind: "set", site: "blocks.0.attn.hook_z", heads: ["L00H02"], value: 0 },
      ofEarlier,
    ],
    ["another that is set", { kind: "set", site: "blocks.0.attn.hook_z", heads: ["L0H1"], value: 0 }, []],
    ["one position that is set", { kind: "set", site: "blocks.0.attn.hook_z", positions: [2], value: 0 }, []],
    [
      "values that are set",
      { kind: "set", site: "blocks.0.attn.hook_v", heads: ["L0H2"], value: 1 },
      ofEarlier,
    ],
    [
      "values of another that are set",
      { kind: "set", site: "blocks.1.attn.hook_v", heads: ["L1H0"], value: 1 },
      ["alone", "only-wire", "alone-without", "held", "blocked"],
    ],
    [
      "a pattern that is set",
      { kind: "set", site: "blocks.0.attn.hook_pattern", value: 0 },
      ["held", "blocked"],
    ],
    [
      "scores that are set",
      { kind: "set", site: "blocks.0.attn.hook_attn_scores", value: 0 },
      ["held", "blocked"],
    ],
    ["a stream that is set between", { kind: "set", site: "blocks.1.hook_resid_pre", value: 0 }, ofEarlier],
    ["a stream that is set behind", { kind: "set", site: "blocks.1.hook_resid_post", value: 0 }, every],
    ["a stream that is set before", { kind: "set", site: "blocks.0.hook_resid_pre", value: 0 }, []],
    ["a graft between", { kind: "graft-in", checkpoint: "run:a@1", throughLayer: 0 }, ofEarlier],
    ["a graft up to the later layer", { kind: "graft-in", checkpoint: "run:a@1", throughLayer: 1 }, every],
    ["a graft from the later layer on", { kind: "graft-out", checkpoint: "run:a@1", fromLayer: 1 }, every],
    ["tokens without embeddings", { kind: "ablate-embedding" }, every],
    ["copying another head", { kind: "copy", head: "L1H0" }, every],
    ["copying the later head", { kind: "copy", head: "L1H3" }, []],
    ["all preserved", { kind: "preserve", what: ["pattern", "v"] }, ofEarlier],
    ["patterns preserved", { kind: "preserve", what: ["pattern"] }, ["blocked"]],
    ["values preserved", { kind: "preserve", what: ["v"] }, []],
    ["the earlier head's own pattern", { kind: "match", heads: ["L0H2"] }, ["held", "blocked"]],
  ])("that would change nothing are not offered: %s", (_, clamp, stopped) => {
    const impossible = (own: object): string[] =>
      Object.entries(problemsOf([own])).flatMap(([key, problem]) => (problem === null ? [] : [key]));
    expect(impossible(clamp)).toEqual(stopped);
    const { made } = experimentsOf({ clamps: [clamp] });
    for (const { problem } of made) if (problem !== null) expect(problem).toMatch(/own clamps.*[(:]/);
  });

  it("can change something where the run's own clamps hold only for a time", () => {
    for (const clamp of [{ kind: "perfect-layer-0" }, { kind: "ablate-embedding" }])
      expect(new Set(Object.values(problemsOf([{ ...clamp, until: 320 }])))).toEqual(new Set([null]));
    const preserved = [{ kind: "ablate-embedding" }, { kind: "preserve", what: ["v"] }];
    expect(new Set(Object.values(problemsOf(preserved)))).toEqual(new Set([null]));
  });

  it("are not possible, with the reason, where the run's own clamps stand against them", () => {
    const alone = problemsOf([{ kind: "ablate", heads: later }]);
    expect(alone["alone"]).toBe("The run itself is this experiment.");
    expect(alone["only-wire"]).toBeNull();
    const held = problemsOf([{ kind: "previous-token", heads: ["L0H2"], strength: 0.5 }]);
    expect(held["held"]).toContain("L0H2 previous token 0.5");
    expect(held["blocked"]).toBe(held["held"]);
    expect(held["without"]).toBeNull();
    const dead = problemsOf([{ kind: "ablate", heads: ["L0H2"] }]);
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
