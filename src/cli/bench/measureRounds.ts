import type { Contender } from "./contender.ts";

/** How long and how often to measure. */
export interface RoundOptions {
  readonly rounds: number;
  /** Seconds that a contender's turn in a round is to take; one step at least. */
  readonly turn: number;
  /** Called before each turn. */
  readonly onTurn: (round: number, contender: Contender) => void;
}

/**
 * Steps per second of each contender in each round: [contenders][rounds]. All take a turn in every round, so that a machine
 * whose speed wanders is as slow for one as for the other; every other round goes backwards. Two turns before the
 * first round warm up, and tell how many steps a turn is.
 */
export async function measureRounds(
  contenders: readonly Contender[],
  { rounds, turn, onTurn }: RoundOptions,
): Promise<number[][]> {
  const steps: number[] = [];
  for (const contender of contenders) {
    onTurn(0, contender);
    const first = await contender.run(1);
    const some = stepsIn(turn, 1, first);
    steps.push(some === 1 ? 1 : stepsIn(turn, some, await contender.run(some)));
  }
  const rates = contenders.map((): number[] => []);
  const order = [...contenders.keys()];
  for (let round = 1; round <= rounds; round++) {
    for (const number of order) {
      const contender = contenders[number]!;
      onTurn(round, contender);
      rates[number]!.push(steps[number]! / (await contender.run(steps[number]!)));
    }
    order.reverse();
  }
  return rates;
}

function stepsIn(turn: number, steps: number, seconds: number): number {
  return Math.max(1, Math.round((turn * steps) / seconds));
}
