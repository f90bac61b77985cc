type Json = Readonly<Record<string, unknown>>;

const tiny: Json = {
  name: "tiny",
  data: {
    source: { kind: "synthetic", latent: 4, spread: 0.3, dimension: 24 },
    classes: [12, 0, 6],
    exemplars: [1, 1, 0],
  },
  model: { heads: 2, width: 8 },
  training: { sequences: 800, batch: 8, optimizer: { kind: "adam", rate: 1e-3 } },
  evaluation: { every: 200, sequences: 40 },
  checkpoints: { every: 200 },
};

/** An experiment that takes a fraction of a second, with some parts replaced (objects are merged). */
export function tinyExperiment(changes: object = {}): Json {
  return merge(tiny, { ...changes });
}

function merge(base: Json, changes: Json): Json {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(changes)) {
    const before = merged[key];
    // A union's member is replaced whole: its keys depend on its kind.
    merged[key] = isObject(before) && isObject(value) && !("kind" in value) ? merge(before, value) : value;
  }
  return merged;
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
