import { describe, expect, it } from "vitest";
import { ClassDistribution } from "../../../src/data/classDistribution.ts";
import { RandomStream } from "../../../src/data/random.ts";

const total = 60_000;

function frequencies(count: number, draw: () => number): number[] {
  const counts = new Array<number>(count).fill(0);
  for (let i = 0; i < total; i++) counts[draw()]! += 1;
  return counts.map((n) => n / total);
}

function expectClose(actual: number[], weights: number[]): void {
  const sum = weights.reduce((a, b) => a + b);
  actual.forEach((share, c) => {
    const truth = weights[c]! / sum;
    expect(Math.abs(share - truth), `class ${c}`).toBeLessThan(5 * Math.sqrt(truth / total) + 1e-9);
  });
}

describe("ClassDistribution", () => {
  it.each([0, 0.5, 1, 2.5])("draws by Zipf's law with exponent %d", (zipf) => {
    const distribution = new ClassDistribution(20, zipf);
    const random = new RandomStream(1, "zipf");
    const weights = Array.from({ length: 20 }, (_, c) => (c + 1) ** -zipf);
    expectClose(
      frequencies(20, () => distribution.draw(random)),
      weights,
    );
  });

  it.each([0, 1, 2.5])("keeps the proportions among those not taken, exponent %d", (zipf) => {
    const distribution = new ClassDistribution(6, zipf);
    const random = new RandomStream(2, "zipf");
    const taken = Uint8Array.of(1, 0, 1, 0, 0, 1);
    const weights = Array.from({ length: 6 }, (_, c) => (taken[c] === 0 ? (c + 1) ** -zipf : 0));
    expectClose(
      frequencies(6, () => distribution.drawOther(random, taken)),
      weights,
    );
  });

  it("finds rare classes when the common one is taken, in their proportions", () => {
    const distribution = new ClassDistribution(4, 16);
    const random = new RandomStream(3, "zipf");
    const taken = Uint8Array.of(1, 1, 0, 0);
    const shares = frequencies(4, () => distribution.drawOther(random, taken));
    expectClose(shares, [0, 0, 3 ** -16, 4 ** -16]);
  });

  it("finds the last class left among many", () => {
    const taken = new Uint8Array(100_000).fill(1);
    taken[77_777] = 0;
    for (const zipf of [0, 1]) {
      const distribution = new ClassDistribution(taken.length, zipf);
      expect(distribution.drawOther(new RandomStream(4, "last"), taken)).toBe(77_777);
    }
  });

  it("says so when no class is left", () => {
    const distribution = new ClassDistribution(2, 0);
    expect(() => distribution.drawOther(new RandomStream(5, "none"), Uint8Array.of(1, 1))).toThrow(
      RangeError,
    );
  });
});
