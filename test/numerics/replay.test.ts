import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { kinds } from "../../src/clamps/clamps.ts";
import { findTorch } from "../../src/cli/bench/findTorch.ts";
import type { Replay } from "./replayTraces.ts";
import { makeDonors, replayTraces, traceCase } from "./replayTraces.ts";
import { replayCases } from "./replayCases.ts";

const torch = await findTorch();
const names = Object.keys(replayCases);
const steps = 6;

test("every kind of clamp is replayed", () => {
  const replayed = Object.values(replayCases).flatMap(({ clamps }) => clamps);
  const missed = kinds
    .map(({ schema }) => schema.shape.kind.value)
    .filter((kind) => !replayed.some((clamp) => "kind" in clamp && clamp.kind === kind));
  expect(missed).toEqual([]);
});

describe.skipIf(torch === null)("PyTorch, with clamps written anew, computes what a trace has", () => {
  const folder = mkdtempSync(join(tmpdir(), "optoscope-replay-"));
  const replays = new Map<string, { clamped: Replay; free: Replay }>();

  beforeAll(async () => {
    await makeDonors(folder);
    const files: { trace: string; withoutClamps: string }[] = [];
    for (const [number, name] of names.entries())
      files.push(await traceCase(replayCases[name]!, folder, String(number), steps));
    const jobs = [
      ...files.map(({ trace }) => ({ file: trace })),
      ...files.map(({ withoutClamps }) => ({ file: withoutClamps, steps: 1 })),
    ];
    const results = await replayTraces(torch!.python, jobs, folder);
    for (const [number, name] of names.entries())
      replays.set(name, { clamped: results[number]!, free: results[names.length + number]! });
  }, 600_000);

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test.each(names)("%s", (name) => {
    const { clamped, free } = replays.get(name)!;
    const { clamps, isIdle, tolerance } = replayCases[name]!;
    expect(clamped.steps).toBe(steps);
    expect(clamped.sameSeen).toBe(true);
    for (const error of [clamped.logits, clamped.scores, clamped.patterns]) expect(error).toBeLessThan(1e-5);
    expect(clamped.loss).toBeLessThan(tolerance);
    expect(clamped.gradient).toBeLessThan(tolerance);
    expect(clamped.worstGradient, clamped.worstName).toBeLessThan(1e-4);
    expect(clamped.theirsWithout).toEqual(clamped.without);
    expect(clamped.final).toBeLessThan(1e-5);

    // Who does not know of the clamps computes something else, unless they change nothing.
    const isFree = clamps.length === 0 || isIdle === true;
    if (isFree) expect(free.gradient).toBeLessThan(tolerance);
    else expect(free.gradient).toBeGreaterThan(1e-2);
  });
});
