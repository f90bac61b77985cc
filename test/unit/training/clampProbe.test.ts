import { afterEach, describe, expect, it, vi } from "vitest";
import { ablate } from "../../../src/clamps/ablate.ts";
import type { Clamp } from "../../../src/clamps/clamps.ts";
import { clampSchema } from "../../../src/clamps/clamps.ts";
import { induction } from "../../../src/clamps/induction.ts";
import { previousToken } from "../../../src/clamps/previousToken.ts";
import { SequenceSampler } from "../../../src/data/sequenceSampler.ts";
import { BatchFeeder } from "../../../src/training/batchFeeder.ts";
import type { ClampMeasurement } from "../../../src/training/clampProbe.ts";
import { measureClamps } from "../../../src/training/clampProbe.ts";
import type { Trainer } from "../../../src/training/trainer.ts";
import { state, steps, tinyTrainer } from "./tinyTraining.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

const clamp = (input: object): Clamp => clampSchema.parse(input);

/** Measures clamps on 16 training sequences, with all of them active unless told otherwise. */
function measure(trainer: Trainer, measured: readonly Clamp[], active = measured): ClampMeasurement[] {
  const { runtime, shape, experiment, similarities } = trainer.workbench;
  const feeder = new BatchFeeder(shape, 16, similarities);
  new SequenceSampler(experiment.data, { kind: "training" }, experiment.seeds).fill(feeder.batch, 80);
  return measureClamps({ runtime, shape, feeder, active, measured });
}

const scores = (layer: number) => `blocks.${layer}.attn.hook_attn_scores`;
const pattern = (layer: number) => `blocks.${layer}.attn.hook_pattern`;

const cases: [object, string[]][] = [
  [{ kind: "ablate", heads: ["L0H0", "L0H1"] }, ["blocks.0.attn.hook_v", "blocks.0.attn.hook_z"]],
  [{ kind: "ablate", heads: ["L1H1"] }, ["blocks.1.attn.hook_v", "blocks.1.attn.hook_z"]],
  [{ kind: "previous-token", heads: ["L0H0", "L0H1"] }, [pattern(0)]],
  [{ kind: "previous-token", heads: ["L0H1", "L1H0"], strength: 0.7 }, [pattern(0), pattern(1)]],
  [{ kind: "previous-token", heads: ["L0H0"], strength: 0, positions: "labels" }, [pattern(0)]],
  [{ kind: "induction", heads: ["L1H0", "L1H1"] }, [pattern(1)]],
  [{ kind: "induction", heads: ["L0H0"], strength: 0.3 }, [pattern(0)]],
  [{ kind: "block-previous-token", heads: ["L0H1", "L1H0"] }, [scores(0), scores(1)]],
  [{ kind: "block-previous-token", heads: ["L0H1"], positions: "labels" }, [scores(0)]],
  [{ kind: "match", heads: ["L1H1"] }, [pattern(1)]],
  [{ kind: "match", heads: ["L0H0", "L1H1"], temperature: 0.2 }, [pattern(0), pattern(1)]],
  [{ kind: "temperature", heads: ["L0H0", "L1H1"], temperature: 0.1 }, [scores(0), scores(1)]],
  [{ kind: "labels-only", heads: ["L0H0", "L1H1"] }, [scores(0), scores(1)]],
  [{ kind: "copy", head: "L1H0" }, ["logits"]],
  [
    { kind: "perfect-layer-0" },
    ["blocks.0.hook_resid_post", "blocks.1.hook_q_input", "blocks.1.hook_k_input"],
  ],
  [{ kind: "ablate-embedding" }, ["hook_embed"]],
  [
    { kind: "set", site: "blocks.1.hook_attn_out", positions: [0, 4], value: -0.3 },
    ["blocks.1.hook_attn_out"],
  ],
  [{ kind: "set", site: pattern(0), heads: ["L0H1"], value: 0.3 }, [pattern(0)]],
];
const sizes = [
  { data: { pairs: 2 } },
  { data: { pairs: 5, burstiness: 2 }, model: { layers: 3, mlpRatio: 2, positions: "learned" } },
];

describe.each(["wasm", "tensorflow"])("measured on %s", (runtime) => {
  it.each(cases)("%j is what it says, to the rounding of float32", async (input, sites) => {
    for (const size of sizes) {
      const trainer = steps(await tinyTrainer({ ...size, engine: { runtime } }), 5);
      const [measurement] = measure(trainer, [clamp(input)]);
      expect(measurement?.sites).toEqual(sites);
      expect(measurement?.deviation).toBeLessThan(1e-6);
    }
  });
});

describe("measureClamps", () => {
  it("finds no deviation at all where float32 holds the replacement exactly", async () => {
    const trainer = steps(await tinyTrainer(), 5);
    const all = [
      clamp({ kind: "ablate", heads: ["L0H0", "L1H1"] }),
      clamp({ kind: "previous-token", heads: ["L0H1"], strength: 0.75 }),
      clamp({ kind: "induction", heads: ["L1H0"] }),
    ];
    expect(measure(trainer, all).map(({ deviation }) => deviation)).toEqual([0, 0, 0]);
  });

  it("measures what is preserved against a pass without clamps", async () => {
    const trainer = steps(await tinyTrainer(), 5);
    const held = clamp({ kind: "preserve", what: ["pattern", "v", "q", "k"] });
    const ablated = clamp({ kind: "ablate", heads: ["L0H0"] });
    expect(measure(trainer, [held], [held, ablated])[0]?.deviation).toBe(0);
    expect(measure(trainer, [held], [ablated])[0]?.deviation).toBeGreaterThan(1e-4);
  });

  it("measures a head's temperature where no other clamp decides its scores", async () => {
    const trainer = steps(await tinyTrainer(), 5);
    const heads = ["L0H1", "L1H0"];
    const sharper = clamp({ kind: "temperature", heads, temperature: 0.3 });
    const others = [
      clamp({ kind: "block-previous-token", heads }),
      clamp({ kind: "labels-only", heads }),
      clamp({ kind: "copy", head: "L1H0" }),
    ];
    for (const all of [
      [sharper, ...others],
      [...others, sharper],
    ]) {
      const [own, ...rest] = measure(trainer, [sharper, ...others], all);
      expect(own?.deviation).toBeLessThan(1e-6);
      for (const { deviation } of rest) expect(deviation).toBeLessThan(1e-6);
    }
  });

  it.each(cases)("sees that %j does not hold", async (input) => {
    const trainer = steps(await tinyTrainer(), 5);
    expect(measure(trainer, [clamp(input)], [])[0]?.deviation).toBeGreaterThan(0.01);
  });

  const first = { heads: ["L0H0"] };
  it.each([
    [
      "ablate",
      () => {
        const rewrites = ablate.rewrites.bind(ablate);
        vi.spyOn(ablate, "rewrites").mockImplementation((held, shape) =>
          rewrites({ ...held, ...first }, shape),
        );
      },
    ],
    [
      "previous-token",
      () => {
        const rewrites = previousToken.rewrites.bind(previousToken);
        vi.spyOn(previousToken, "rewrites").mockImplementation((held, shape) =>
          rewrites({ ...held, ...first }, shape),
        );
      },
    ],
    [
      "induction",
      () => {
        const rewrites = induction.rewrites.bind(induction);
        vi.spyOn(induction, "rewrites").mockImplementation((held, shape) =>
          rewrites({ ...held, ...first }, shape),
        );
      },
    ],
  ] as const)("sees a rewrite that forgets one head: %s", async (kind, forget) => {
    const trainer = steps(await tinyTrainer(), 5);
    const both = clamp({ kind, heads: ["L0H0", "L0H1"] });
    expect(measure(trainer, [both])[0]?.deviation).toBe(0);
    forget();
    expect(measure(trainer, [both])[0]?.deviation).toBeGreaterThan(0.01);
  });

  it("sees a rewrite that is wrong by a little, and by how much", async () => {
    const trainer = await tinyTrainer();
    const rewrites = previousToken.rewrites.bind(previousToken);
    vi.spyOn(previousToken, "rewrites").mockImplementation((held, shape) =>
      rewrites({ ...held, strength: held.strength - 0.01 }, shape),
    );
    const [measurement] = measure(trainer, [clamp({ kind: "previous-token", heads: ["L1H1"] })]);
    expect(measurement?.deviation).toBeCloseTo(0.01, 6);
  });

  it("sees what is not as expected in one number alone", async () => {
    const trainer = await tinyTrainer();
    const effects = induction.effects.bind(induction);
    vi.spyOn(induction, "effects").mockImplementation((held, shape) =>
      effects(held, shape, []).map(({ site, expected }) => ({
        site,
        expected: (place, batch, read) => {
          const isOdd = place.sequence === 15 && place.head === 1 && place.column === 4;
          const number = expected(place, batch, read);
          return number !== null && isOdd ? number - 0.5 : number;
        },
      })),
    );
    const held = clamp({ kind: "induction", heads: ["L1H0", "L1H1"] });
    expect(measure(trainer, [held])[0]?.deviation).toBe(0.5);
  });

  it("says that an activation is not a number", async () => {
    const trainer = await tinyTrainer();
    const parameters = trainer.workbench.runtime.read("parameters");
    parameters.get("blocks.0.attn.W_Q")!.fill(Number.NaN);
    trainer.workbench.runtime.write("parameters", parameters);
    const held = clamp({ kind: "ablate", heads: ["L0H0"] });
    expect(measure(trainer, [held])[0]?.deviation).toBeNaN();
  });

  it("refuses to measure what replaces nothing", async () => {
    const trainer = await tinyTrainer();
    vi.spyOn(ablate, "effects").mockReturnValue([{ site: pattern(0), expected: () => null }]);
    const held = clamp({ kind: "ablate", heads: ["L0H0"] });
    expect(() => measure(trainer, [held])).toThrow(/it replaces nothing there/);
  });

  it("changes no bit of a training, nor of its gradients", async () => {
    const input = { kind: "induction", heads: ["L1H1"], strength: 0.75 };
    const undisturbed = steps(await tinyTrainer({ clamps: [input] }), 10);
    const trainer = await tinyTrainer({ clamps: [input] });
    for (let step = 0; step < 10; step++) {
      measure(trainer, [clamp(input)]);
      steps(trainer, 1);
    }
    measure(trainer, [clamp(input)]);
    expect(state(trainer)).toEqual(state(undisturbed));
    const gradients = ({ workbench }: Trainer) => workbench.runtime.read("gradients");
    expect(gradients(trainer)).toEqual(gradients(undisturbed));
  });
});
