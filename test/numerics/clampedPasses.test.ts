import { describe, expect, test } from "vitest";
import { parameterSpecs } from "../../src/model/parameters.ts";
import {
  gradientOf,
  heads,
  isZero,
  length,
  ofHead,
  rowsOf,
  run,
  runtimes,
  seed,
  sequences,
  shape,
  withGradient,
} from "./clampedRun.ts";
import { clamps, donorName, randomBatch } from "./tinyRun.ts";

const query = length - 1;
const all = parameterSpecs(shape).map(({ name }) => name);
const allBut = (...parts: string[]) => all.filter((name) => !parts.some((part) => name.startsWith(part)));
const headsOf = (layer: number, but = -1) =>
  Array.from({ length: heads }, (_, head) => `L${layer}H${head}`).filter((_, head) => head !== but);

describe.each(runtimes)("clamps by other passes hold in $runtime", ({ runtime: kind, steps }) => {
  test("copy", async () => {
    const scores = "blocks.1.attn.hook_attn_scores";
    const held = clamps({ kind: "copy", head: "L1H3" });
    const { step, program, runtime } = await run(kind, held, [scores]);
    for (let batch = 0; batch < steps; batch++) {
      step(batch);
      const logits = program.output("logits");
      const rows = ofHead(program.output(scores), 3).filter((_, number) => number % length === query);
      const { labels } = randomBatch(shape, sequences, 1000 * seed + batch);
      rows.forEach((row, sequence) => {
        for (let label = 0; label < shape.labels; label++) {
          const said = Array.from({ length: shape.pairs }, (_, pair) => pair)
            .filter((pair) => labels[sequence * (shape.pairs + 1) + pair] === label)
            .map((pair) => Math.exp(row[2 * pair + 1]!));
          const logit = logits[sequence * shape.labels + label]!;
          if (said.length === 0) expect(logit).toBe(Math.fround(-1e9));
          else expect(logit).toBeCloseTo(Math.log(said.reduce((sum, score) => sum + score)), 5);
        }
      });
      // Nothing is read of what the last layer writes; of its heads, only what one attends to.
      expect(withGradient(runtime)).toEqual(
        allBut("ln_final", "unembed", "blocks.1.attn.W_V", "blocks.1.attn.W_O"),
      );
      for (let head = 0; head < heads; head++)
        for (const matrix of ["W_Q", "W_K"])
          expect(isZero(gradientOf(runtime, `blocks.1.attn.${matrix}`, head))).toBe(head !== 3);
    }
  });

  test("perfect-layer-0", async () => {
    const inputs = ["q", "k", "v"].map((what) => `blocks.1.hook_${what}_input`);
    const streams = ["blocks.0.hook_resid_pre", "blocks.0.hook_resid_post"];
    const { step, program, runtime } = await run(kind, clamps({ kind: "perfect-layer-0" }), [
      ...inputs,
      ...streams,
    ]);
    for (let batch = 0; batch < steps; batch++) {
      step(batch);
      const [q, k, v, before, after] = [...inputs, ...streams].map((name) => rowsOf(program.output(name)));
      expect(after).toEqual(before);
      expect(v).toEqual(before);
      expect(k).toEqual(q);
      q!.forEach((row, number) => {
        const position = number % length;
        const isOwn = position === 0 || position === query;
        expect(row).toEqual(before![isOwn ? number : number - 1]);
      });
      expect(withGradient(runtime)).toEqual(allBut("blocks.0."));
    }
  });

  test.each(["pattern", "v", "q", "k"] as const)("preserve %s, layer 0 ablated", async (what) => {
    const sites = [0, 1].map((layer) => `blocks.${layer}.attn.hook_${what}`);
    const values = "blocks.0.attn.hook_v";
    const held = clamps({ kind: "ablate", heads: headsOf(0, 2) }, { kind: "preserve", what: [what] });
    const { step, program, runtime } = await run(kind, held, [...new Set([...sites, values])]);
    const onlyAblated = await run(kind, held.slice(0, 1), sites);
    const free = await run(kind, [], sites);
    for (let batch = 0; batch < steps; batch++) {
      for (const other of [free, onlyAblated]) {
        other.runtime.write("parameters", runtime.read("parameters"));
        other.run(batch);
      }
      step(batch);
      for (const head of [0, 2, 5]) {
        expect(isZero(ofHead(program.output(values), head).flat())).toBe(head !== 2);
        for (const [layer, site] of sites.entries()) {
          // An ablation acts on top of preserved values.
          if (site === values && head !== 2) continue;
          const [kept, plain, changed] = [program, free.program, onlyAblated.program].map((of) =>
            ofHead(of.output(site), head).flat(),
          );
          const apart = (others: number[]) =>
            Math.max(...kept!.map((value, place) => Math.abs(value - others[place]!)));
          expect(apart(plain!)).toBeLessThan(1e-5);
          if (layer === 1) expect(apart(changed!)).toBeGreaterThan(1e-3);
        }
      }
      // The first pass is of the same weights: what is ablated in the second still learns by it.
      for (const matrix of ["W_Q", "W_K", "W_V", "W_O"])
        expect(isZero(gradientOf(runtime, `blocks.0.attn.${matrix}`, 0)), matrix).toBe(false);
    }
  });

  test("ablate-embedding", async () => {
    const { step, program, runtime } = await run(kind, clamps({ kind: "ablate-embedding" }), ["hook_embed"]);
    const kept = await run(
      kind,
      clamps({ kind: "ablate-embedding" }, { kind: "preserve", what: ["pattern", "v"] }),
      ["hook_embed"],
    );
    for (let batch = 0; batch < steps; batch++) {
      step(batch);
      expect(isZero([...program.output("hook_embed")])).toBe(true);
      expect(withGradient(runtime).filter((name) => name.startsWith("embed."))).toEqual([]);
      kept.step(batch);
      expect(isZero([...kept.program.output("hook_embed")])).toBe(true);
      expect(withGradient(kept.runtime)).toEqual(all);
    }
  });

  test("graft-in", async () => {
    const site = "blocks.0.hook_resid_post";
    const held = clamps({ kind: "graft-in", checkpoint: donorName, throughLayer: 0 });
    const { step, run: look, program, runtime } = await run(kind, held, [site]);
    const free = await run(kind, [], [site]);
    look(0);
    free.run(0);
    const before = program.output(site).slice();
    expect(before).not.toEqual(free.program.output(site));
    for (let batch = 0; batch < steps; batch++) {
      step(batch);
      expect(withGradient(runtime)).toEqual(allBut("embed.", "blocks.0."));
    }
    look(0);
    expect(program.output(site)).toEqual(before);
  });

  test("graft-out", async () => {
    const held = clamps({ kind: "graft-out", checkpoint: donorName, fromLayer: 1 });
    const { step, run: look, program, runtime } = await run(kind, held);
    const free = await run(kind, []);
    look(0);
    free.run(0);
    expect(program.output("logits")).not.toEqual(free.program.output("logits"));
    const start = runtime.read("parameters");
    for (let batch = 0; batch < steps; batch++) {
      step(batch);
      expect(withGradient(runtime)).toEqual(allBut("blocks.1.", "ln_final", "unembed"));
    }
    const end = runtime.read("parameters");
    for (const name of allBut("embed.", "blocks.0.")) expect(end.get(name)).toEqual(start.get(name));
    expect(end.get("blocks.0.attn.W_O")).not.toEqual(start.get("blocks.0.attn.W_O"));
  });
});
