import fc from "fast-check";

const count = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max });
const fraction = fc.double({ min: 0, max: 0.999, noNaN: true }).map((value) => value + 0);
const rate = fc.double({ min: 1e-9, max: 10, noNaN: true });

const schedule = fc.oneof(
  fc.constant({ kind: "constant" }),
  fc.record(
    {
      kind: fc.constantFrom("warm-up-linear", "warm-up-cosine", "warm-up-inverse-sqrt"),
      warmUp: count(1000),
      final: fraction,
    },
    { requiredKeys: ["kind", "warmUp"] },
  ),
);

const optimizer = fc.oneof(
  fc.record(
    { kind: fc.constant("adam"), rate, beta1: fraction, beta2: fraction, weightDecay: fraction, schedule },
    { requiredKeys: [] },
  ),
  fc.record({ kind: fc.constant("sgd"), rate, momentum: fraction, schedule }, { requiredKeys: ["kind"] }),
);

const model = fc
  .record({
    layers: count(6),
    heads: count(8),
    half: count(8),
    mlpRatio: fc.constantFrom(null, 1, 2, 4),
    positions: fc.constantFrom("rope", "learned", "sinusoidal", "none"),
    norm: fc.boolean(),
    causal: fc.boolean(),
  })
  .map(({ half, ...rest }) => ({ ...rest, width: rest.heads * half * 2 }));

const data = fc.record(
  { labels: fc.integer({ min: 3, max: 40 }), pairs: fc.integer({ min: 2, max: 20 }), zipf: fraction },
  { requiredKeys: [] },
);

/** Inputs that are valid experiments, with any keys left out. */
export const validExperiment: fc.Arbitrary<object> = fc.record(
  {
    name: fc.stringMatching(/^[ -~]{1,20}$/),
    data,
    model,
    training: fc.record({ sequences: fc.integer({ min: 1000, max: 1e9 }), batch: count(256), optimizer }),
    evaluation: fc.record({ every: count(1e6), sequences: count(1e5) }, { requiredKeys: [] }),
    checkpoints: fc.record({ every: count(1e6) }),
    clamps: fc.constantFrom([], [{ kind: "ablate", heads: ["L0H0"] }]),
    seeds: fc.record(
      { init: fc.integer({ min: 0, max: 2 ** 32 - 1 }), data: fc.nat(), eval: fc.nat() },
      { requiredKeys: [] },
    ),
    engine: fc.record({ runtime: fc.constantFrom("wasm", "tensorflow"), fast: fc.boolean() }),
  },
  { requiredKeys: [] },
);
