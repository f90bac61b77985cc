import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createBatch, type Batch } from "../../../src/data/batch.ts";
import { checkData, dataSchema, type DataConfig } from "../../../src/data/dataSchema.ts";
import {
  availableSets,
  evaluationSets,
  SequenceSampler,
  type Purpose,
} from "../../../src/data/sequenceSampler.ts";
import { splitLabelPairs } from "../../../src/data/splits.ts";

const seed = fc.integer({ min: 0, max: 0xffffffff });
const seedPair = fc.record({ data: seed, eval: seed });

const configs = fc
  .record({
    classes: fc.tuple(fc.integer({ min: 1, max: 12 }), fc.nat(5), fc.nat(12)),
    exemplars: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.nat(3), fc.nat(2)),
    pairs: fc.integer({ min: 1, max: 9 }),
    burstiness: fc.integer({ min: 1, max: 4 }),
    labels: fc.integer({ min: 2, max: 9 }),
    zipf: fc.constantFrom(0, 0, 1, 2.5),
    distractor: fc.boolean(),
    support: fc.boolean(),
    uniqueRest: fc.boolean(),
  })
  .map((input) => dataSchema.parse(input))
  .filter((data) => checkData(data).length === 0);

const configsWithPurpose = configs.chain((data) => {
  const purposes: Purpose[] = [{ kind: "training" }];
  for (const set of availableSets(data)) purposes.push({ kind: "evaluation", set });
  return fc.record({ data: fc.constant(data), purpose: fc.constantFrom(...purposes) });
});

interface Sequence {
  readonly classes: number[];
  readonly exemplars: number[];
  readonly labels: number[];
  readonly queryClass: number;
  readonly queryExemplar: number;
  readonly target: number;
}

function sequencesOf(data: DataConfig, batch: Batch): Sequence[] {
  const perClass = data.exemplars[0] + data.exemplars[1] + data.exemplars[2];
  return Array.from({ length: batch.size }, (_, row) => {
    const rows = [...batch.exemplars.subarray(row * (batch.pairs + 1), (row + 1) * (batch.pairs + 1))];
    const labels = [...batch.labels.subarray(row * (batch.pairs + 1), (row + 1) * (batch.pairs + 1))];
    const classes = rows.map((value) => Math.floor(value / perClass));
    const exemplars = rows.map((value) => value % perClass);
    return {
      classes: classes.slice(0, -1),
      exemplars: exemplars.slice(0, -1),
      labels: labels.slice(0, -1),
      queryClass: classes[data.pairs]!,
      queryExemplar: exemplars[data.pairs]!,
      target: labels[data.pairs]!,
    };
  });
}

function sample(
  data: DataConfig,
  purpose: Purpose,
  seeds: { data: number; eval: number },
  size = 8,
): Sequence[] {
  const batch = createBatch(size, data.pairs);
  new SequenceSampler(data, purpose, seeds).fill(batch, 0);
  return sequencesOf(data, batch);
}

const setOf = (purpose: Purpose): string => (purpose.kind === "training" ? "train" : purpose.set);

function unorderedPairs(part: Int32Array): Set<string> {
  return new Set(Array.from({ length: part.length / 2 }, (_, i) => `${part[2 * i]!}-${part[2 * i + 1]!}`));
}

/** The context's classes other than the query's: the distractor and the rest. */
function otherClasses(sequence: Sequence): number[] {
  return [...new Set(sequence.classes)].filter((c) => c !== sequence.queryClass);
}

describe("SequenceSampler, every sequence", () => {
  it("has the query's class exactly `burstiness` times in context, or not at all without support", () => {
    fc.assert(
      fc.property(configsWithPurpose, seedPair, ({ data, purpose }, seeds) => {
        for (const { classes, queryClass } of sample(data, purpose, seeds)) {
          const copies = classes.filter((c) => c === queryClass).length;
          expect(copies).toBe(data.support ? data.burstiness : 0);
        }
      }),
    );
  });

  it("gives a class one label, and the query its class's", () => {
    fc.assert(
      fc.property(configsWithPurpose, seedPair, ({ data, purpose }, seeds) => {
        for (const { classes, labels, queryClass, target } of sample(data, purpose, seeds)) {
          const labelOf = new Map([[queryClass, target]]);
          classes.forEach((c, i) => {
            expect(labelOf.get(c) ?? labels[i]).toBe(labels[i]);
            labelOf.set(c, labels[i]!);
          });
          for (const label of labels) expect(label >= 0 && label < data.labels).toBe(true);
        }
      }),
    );
  });

  it("has a distractor as often as the query's class, the two labels a pair of the right split, in a label of its own", () => {
    fc.assert(
      fc.property(configsWithPurpose, seedPair, ({ data, purpose }, seeds) => {
        const split = splitLabelPairs(data, seeds.data);
        const allowed = unorderedPairs(setOf(purpose) === "relabel" ? split.validation : split.train);
        for (const sequence of sample(data, purpose, seeds)) {
          const { classes, labels, target } = sequence;
          const partners = otherClasses(sequence).filter((c) => {
            const label = labels[classes.indexOf(c)]!;
            const copies = classes.filter((other) => other === c).length;
            const alone = labels.filter((other) => other === label).length === copies;
            const pair = `${Math.min(label, target)}-${Math.max(label, target)}`;
            return copies === data.burstiness && alone && allowed.has(pair);
          });
          if (data.distractor) expect(partners.length).toBeGreaterThan(0);
        }
      }),
    );
  });

  it("gives no rest class the query's label", () => {
    fc.assert(
      fc.property(configsWithPurpose, seedPair, ({ data, purpose }, seeds) => {
        for (const { classes, labels, queryClass, target } of sample(data, purpose, seeds)) {
          classes.forEach((c, i) => {
            if (c !== queryClass) expect(labels[i]).not.toBe(target);
          });
        }
      }),
    );
  });

  it("repeats no rest class when the rest is unique", () => {
    fc.assert(
      fc.property(configsWithPurpose, seedPair, ({ data: base, purpose }, seeds) => {
        const data: DataConfig = { ...base, uniqueRest: true };
        fc.pre(checkData(data).length === 0);
        const copies = data.burstiness * ((data.support ? 1 : 0) + (data.distractor ? 1 : 0));
        const distinct = (data.support ? 1 : 0) + (data.distractor ? 1 : 0) + data.pairs - copies;
        for (const { classes } of sample(data, purpose, seeds)) expect(new Set(classes).size).toBe(distinct);
      }),
    );
  });

  it("takes classes and exemplars from its set's ranges", () => {
    fc.assert(
      fc.property(configsWithPurpose, seedPair, ({ data, purpose }, seeds) => {
        const set = setOf(purpose);
        const firstClass = set === "class" ? data.classes[0] : 0;
        const classCount = set === "class" ? data.classes[2] : data.classes[0];
        const firstExemplar = set === "exemplar" ? data.exemplars[0] : 0;
        const exemplarCount = set === "exemplar" ? data.exemplars[1] : data.exemplars[0];
        for (const sequence of sample(data, purpose, seeds)) {
          for (const c of [...sequence.classes, sequence.queryClass]) {
            expect(c >= firstClass && c < firstClass + classCount).toBe(true);
          }
          for (const e of [...sequence.exemplars, sequence.queryExemplar]) {
            expect(e >= firstExemplar && e < firstExemplar + exemplarCount).toBe(true);
          }
        }
      }),
    );
  });
});

describe("SequenceSampler, reproducibility", () => {
  it("makes sequence n the same in whatever batch it is, and whatever was made before", () => {
    fc.assert(
      fc.property(
        configsWithPurpose,
        seedPair,
        fc.nat(2 ** 31),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 6 }),
        ({ data, purpose }, seeds, first, a, b) => {
          const whole = createBatch(a + b, data.pairs);
          new SequenceSampler(data, purpose, seeds).fill(whole, first);
          const left = createBatch(a, data.pairs);
          const right = createBatch(b, data.pairs);
          const sampler = new SequenceSampler(data, purpose, seeds);
          sampler.fill(right, first + a);
          sampler.fill(left, first);
          expect([...left.exemplars, ...right.exemplars]).toEqual([...whole.exemplars]);
          expect([...left.labels, ...right.labels]).toEqual([...whole.labels]);
        },
      ),
    );
  });

  it("trains by the data seed and evaluates by the eval seed", () => {
    const data = dataSchema.parse({});
    const training: Purpose = { kind: "training" };
    const evaluation: Purpose = { kind: "evaluation", set: "train" };
    expect(sample(data, training, { data: 0, eval: 1 })).toEqual(
      sample(data, training, { data: 0, eval: 2 }),
    );
    expect(sample(data, training, { data: 0, eval: 1 })).not.toEqual(
      sample(data, training, { data: 3, eval: 1 }),
    );
    const classesOf = (seeds: { data: number; eval: number }): number[][] =>
      sample(data, evaluation, seeds).map(({ classes }) => classes);
    expect(classesOf({ data: 0, eval: 1 })).toEqual(classesOf({ data: 3, eval: 1 }));
    expect(classesOf({ data: 0, eval: 1 })).not.toEqual(classesOf({ data: 0, eval: 2 }));
  });

  it("uses another stream for training and for each set, even with equal seeds", () => {
    const data = dataSchema.parse({ classes: [50, 0, 50], exemplars: [1, 1, 0] });
    const purposes: Purpose[] = [{ kind: "training" }];
    for (const set of evaluationSets) purposes.push({ kind: "evaluation", set });
    const contents = purposes.map((purpose) =>
      JSON.stringify(
        sample(data, purpose, { data: 9, eval: 9 }).map(({ classes }) => classes.map((c) => c % 50)),
      ),
    );
    expect(new Set(contents).size).toBe(purposes.length);
  });

  it("makes the same base sequences on every machine", () => {
    const batch = createBatch(4, 2);
    new SequenceSampler(dataSchema.parse({}), { kind: "training" }, { data: 0, eval: 1 }).fill(
      batch,
      1_000_000,
    );
    expect(batch.exemplars.join(" ")).toMatchInlineSnapshot(
      `"100 115 100 125 45 125 235 245 235 145 105 105"`,
    );
    expect(batch.labels.join(" ")).toMatchInlineSnapshot(`"0 2 0 2 0 2 1 2 1 4 3 3"`);
  });
});

describe("SequenceSampler, frequencies", () => {
  const size = 20_000;
  const near = (count: number, share: number): void => {
    expect(Math.abs(count - size * share)).toBeLessThan(5 * Math.sqrt(size * share));
  };

  it("puts the query's class first as often as last, and draws classes, pairs and orders evenly", () => {
    const data = dataSchema.parse({});
    const sequences = sample(data, { kind: "training" }, { data: 0, eval: 1 }, size);
    near(sequences.filter(({ classes, queryClass }) => classes[0] === queryClass).length, 1 / 2);
    const queries = new Array<number>(50).fill(0);
    const distractors = new Array<number>(50).fill(0);
    const labelOrders = new Map<string, number>();
    for (const { classes, labels, queryClass, target } of sequences) {
      const place = classes[0] === queryClass ? 1 : 0;
      queries[queryClass]! += 1;
      distractors[classes[place]!]! += 1;
      const order = `${target},${labels[place]!}`;
      labelOrders.set(order, (labelOrders.get(order) ?? 0) + 1);
    }
    for (const count of [...queries, ...distractors]) near(count, 1 / 50);
    expect(labelOrders.size).toBe(16);
    for (const count of labelOrders.values()) near(count, 1 / 16);
  });

  it("puts the context into every order equally often", () => {
    const data = dataSchema.parse({ pairs: 4, burstiness: 2 });
    const orders = new Map<string, number>();
    for (const { classes, queryClass } of sample(data, { kind: "training" }, { data: 0, eval: 1 }, size)) {
      const order = classes.map((c) => (c === queryClass ? "q" : "d")).join("");
      orders.set(order, (orders.get(order) ?? 0) + 1);
    }
    expect(orders.size).toBe(6);
    for (const count of orders.values()) near(count, 1 / 6);
  });

  it("draws query classes by Zipf's law", () => {
    const data = dataSchema.parse({ zipf: 1 });
    const counts = new Array<number>(50).fill(0);
    for (const { queryClass } of sample(data, { kind: "training" }, { data: 0, eval: 1 }, size)) {
      counts[queryClass]! += 1;
    }
    const harmonic = counts.reduce((sum, _, c) => sum + 1 / (c + 1), 0);
    counts.forEach((count, c) => {
      near(count, 1 / (c + 1) / harmonic);
    });
  });

  it("draws the exemplars of context and query apart", () => {
    const data = dataSchema.parse({ exemplars: [3, 0, 0] });
    const counts = new Map<string, number>();
    for (const sequence of sample(data, { kind: "training" }, { data: 0, eval: 1 }, size)) {
      const key = [...sequence.exemplars, sequence.queryExemplar].join("");
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect(counts.size).toBe(27);
    for (const count of counts.values()) near(count, 1 / 27);
  });

  it("draws rest labels evenly from those outside the pair, for each different class anew", () => {
    const data = dataSchema.parse({ pairs: 4, uniqueRest: true });
    const counts = new Array<number>(5).fill(0);
    let equal = 0;
    for (const { labels } of sample(data, { kind: "training" }, { data: 0, eval: 1 }, size)) {
      for (const label of labels) counts[label]! += 1;
      if (new Set(labels).size === 3) equal += 1;
    }
    near(equal, 1 / 3);
    for (const count of counts) expect(count).toBeGreaterThan(0.6 * 4 * (size / 5));
  });
});

describe("availableSets", () => {
  it("leaves out what there are no data for, and the sampler refuses it", () => {
    const data = dataSchema.parse({ classes: [50, 10, 0], exemplars: [1, 0, 0], labelPairs: [10, 0, 0] });
    expect(availableSets(data)).toEqual(["train"]);
    expect(availableSets(dataSchema.parse({}))).toEqual(evaluationSets);
    for (const set of ["relabel", "exemplar", "class"] as const) {
      const make = (): unknown =>
        new SequenceSampler(data, { kind: "evaluation", set }, { data: 0, eval: 1 });
      expect(make).toThrow(set);
    }
  });

  it("refuses a batch of another shape", () => {
    const sampler = new SequenceSampler(dataSchema.parse({}), { kind: "training" }, { data: 0, eval: 1 });
    expect(() => {
      sampler.fill(createBatch(1, 3), 0);
    }).toThrow(RangeError);
  });
});
