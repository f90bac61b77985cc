import { describe, expect, it } from "vitest";
import { experimentHash } from "../../../src/experiment/experimentHash.ts";
import type { ExperimentInput } from "../../../src/experiment/experimentSchema.ts";
import { fig5b } from "../../../src/experiment/presets/fig5b.ts";
import { fig6 } from "../../../src/experiment/presets/fig6.ts";
import { fig7 } from "../../../src/experiment/presets/fig7.ts";
import { fig8 } from "../../../src/experiment/presets/fig8.ts";
import { findPreset } from "../../../src/experiment/presets.ts";
import { fig15 } from "../../../src/experiment/presets/fig15.ts";
import { paperExperiment } from "../../../src/experiment/presets/paperExperiment.ts";
import { presetOptions } from "../../../src/experiment/presets/paperPresets.ts";
import { resolveExperiment } from "../../../src/experiment/resolveExperiment.ts";

const full = presetOptions(false);
const resolve = (input: ExperimentInput | undefined) => resolveExperiment(input, "test");
const hash = (input: ExperimentInput | undefined) => experimentHash(resolve(input));

describe.each([
  { name: "fig6", make: fig6, runs: 20 },
  { name: "fig7", make: fig7, runs: 3 },
  { name: "fig8", make: (options: typeof full) => fig8(options), runs: 5 },
  { name: "fig15", make: fig15, runs: 16 },
])("$name", ({ name, make, runs }) => {
  it("gives experiments that hold no mistakes, all different, with their own names", () => {
    for (const quick of [false, true]) {
      const experiments = make(presetOptions(quick));
      expect(Object.keys(experiments)).toHaveLength(runs);
      const resolved = Object.entries(experiments).map(([key, input]) => {
        expect(key.startsWith(`${name}-`)).toBe(true);
        expect(input.name).toBe(`${key}${quick ? "-quick" : ""}`);
        return experimentHash(resolve(input));
      });
      // Of figure 6 the 50 classes and 5 labels of each column are one run: nothing is there twice.
      expect(new Set(resolved).size).toBe(runs);
    }
  });

  it("takes a tenth of the time when it is quick", () => {
    const quick = make(presetOptions(true));
    for (const [key, input] of Object.entries(make(full))) {
      const [long, short] = [resolve(input), resolve(quick[key])];
      expect(short.training.sequences).toBe(long.training.sequences / 10);
      expect(short.training.optimizer).toMatchObject({ kind: "adam", rate: 1e-4 });
      expect(long.training.optimizer).toMatchObject({ kind: "adam", rate: 1e-5 });
    }
  });
});

describe("fig6", () => {
  it("has the runs of figure 5b where the data are those of the base run", () => {
    const [shifts, circuits] = [fig6(full), fig5b(full)];
    expect(hash(shifts["fig6-b"])).toBe(hash(circuits["fig5b-perfect-layer-0-and-copy"]));
    expect(hash(shifts["fig6-c"])).toBe(hash(circuits["fig5b-match"]));
    expect(hash(shifts["fig6-b-and-c"])).toBe(hash(circuits["fig5b-perfect-layer-0"]));
  });

  it("has other classes or other labels with the same clamps, and the paper's lengths", () => {
    const experiments = fig6(full);
    const more = resolve(experiments["fig6-c-200-classes"]);
    expect(more.data.classes).toEqual([200, 1323, 100]);
    expect(more.data.labels).toBe(5);
    expect(more.training.sequences).toBe(300_000);
    expect(more.clamps).toEqual(resolve(experiments["fig6-c"]).clamps);
    const labels = resolve(experiments["fig6-normal-15-labels"]);
    expect(labels.data).toMatchObject({ classes: [50, 1473, 100], labels: 15, labelPairs: [84, 21, 0] });
    expect(labels.training.sequences).toBe(2_000_000);
    expect(labels.clamps).toEqual([{ kind: "ablate", heads: full.rest }]);
  });
});

describe("fig7", () => {
  it("takes layer 0 from the ends of the base runs of three seeds", () => {
    const checkpoints = Object.values(fig7(full)).map((input) => {
      const [clamp] = resolve(input).clamps;
      return clamp?.kind === "graft-in" ? clamp.checkpoint : null;
    });
    const expected = [5, 6, 7].map((seed) => {
      const base = paperExperiment("base", { seed, quick: false });
      // The description of the presets tells to train these.
      const told = { ...findPreset("fig3").experiment, seeds: { init: seed } };
      expect(hash(told)).toBe(hash(base));
      return `run:${hash(base)}@1000000`;
    });
    expect(checkpoints).toEqual(expected);
    expect(expected[0]).toBe(`run:${experimentHash(resolve({}))}@1000000`);
  });
});

describe("fig8", () => {
  it("has the heads that it is given, and two runs of figure 5b", () => {
    const experiments = fig8(full, { other: "L0H7", three: ["L0H1", "L0H2", "L0H3"] });
    const heads = Object.values(experiments).map((input) =>
      resolve(input).clamps.flatMap((clamp) => (clamp.kind === "previous-token" ? clamp.heads : [])),
    );
    const all = Array.from({ length: 8 }, (_, head) => `L0H${head}`);
    expect(heads).toEqual([[], [full.previousTokenHead], ["L0H7"], ["L0H1", "L0H2", "L0H3"], all]);
    expect(hash(experiments["fig8-none"])).toBe(hash(fig5b(full)["fig5b-none"]));
    expect(hash(experiments["fig8-previous-token"])).toBe(hash(fig5b(full)["fig5b-previous-token"]));
  });
});

describe("fig15", () => {
  it("holds the strongest head at each strength and leaves all others free", () => {
    const clamps = Object.values(fig15(full)).map((input) => resolve(input).clamps);
    expect(clamps[0]).toEqual([{ kind: "induction", heads: [full.strongest], strength: 0 }]);
    expect(clamps.at(-1)).toEqual([{ kind: "induction", heads: [full.strongest], strength: 1 }]);
    expect(Object.keys(fig15(full))[6]).toBe("fig15-strength-055");
  });
});
