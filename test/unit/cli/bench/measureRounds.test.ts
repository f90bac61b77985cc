import { expect, test } from "vitest";
import type { Contender } from "../../../../src/cli/bench/contender.ts";
import { measureRounds } from "../../../../src/cli/bench/measureRounds.ts";

/** A contender of a known speed, in a world without clocks. */
function steady(name: string, rate: number, turns: string[]): Contender {
  return {
    name,
    run: (steps) => {
      turns.push(`${name} ${steps}`);
      return Promise.resolve(steps / rate);
    },
  };
}

test("each contender has a turn of the same length in every round, in alternating order", async () => {
  const turns: string[] = [];
  const contenders = [steady("quick", 1000, turns), steady("slow", 4, turns), steady("idle", 0.1, turns)];
  const seen: string[] = [];
  const rates = await measureRounds(contenders, {
    rounds: 2,
    turn: 0.5,
    onTurn: (round, { name }) => seen.push(`${round} ${name}`),
  });
  expect(rates).toEqual([
    [1000, 1000],
    [4, 4],
    [0.1, 0.1],
  ]);
  expect(turns.slice(-6)).toEqual(["quick 500", "slow 2", "idle 1", "idle 1", "slow 2", "quick 500"]);
  expect(seen.slice(0, 4)).toEqual(["0 quick", "0 slow", "0 idle", "1 quick"]);
});
