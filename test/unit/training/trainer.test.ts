import { describe, expect, it } from "vitest";
import { UserError } from "../../../src/userError.ts";
import { Trainer } from "../../../src/training/trainer.ts";
import { setUpWorkbench } from "../../../src/training/workbench.ts";
import { state, steps, tiny, tinyTrainer } from "./tinyTraining.ts";

const clamp = { kind: "ablate", heads: ["L0H0"] };
const pattern = { kind: "induction", heads: ["L1H1"], strength: 0.75 };

describe("Trainer", () => {
  it("gives the same bits every time, and others from another data seed", async () => {
    const first = state(steps(await tinyTrainer(), 20));
    expect(state(steps(await tinyTrainer(), 20))).toEqual(first);
    expect(state(steps(await tinyTrainer({ seeds: { data: 1 } }), 20))).not.toEqual(first);
  });

  it.each([
    ["adam", { kind: "adam", rate: 1e-3 }],
    ["sgd", { kind: "sgd", rate: 0.1, momentum: 0.9, schedule: { kind: "warm-up-cosine", warmUp: 400 } }],
  ])("resumed at a step goes on with the same bits: %s", async (_, optimizer) => {
    const changes = { training: { optimizer }, clamps: [{ ...pattern, from: 100 }] };
    const whole = steps(await tinyTrainer(changes), 30);
    const firstPart = steps(await tinyTrainer(changes), 17);
    const [parameters, first, second] = state(firstPart);
    const workbench = await setUpWorkbench(tiny(changes), ".");
    workbench.runtime.write("parameters", parameters!);
    workbench.runtime.write("first-moments", first!);
    workbench.runtime.write("second-moments", second!);
    const resumed = steps(new Trainer(workbench, 17, firstPart.clamps.serialise()), 13);
    expect(state(resumed)).toEqual(state(whole));
    expect(resumed.sequences).toBe(240);
  });

  it("refuses clamps that a checkpoint cannot have had", async () => {
    const workbench = await setUpWorkbench(tiny(), ".");
    expect(() => new Trainer(workbench, 1, "[1]")).toThrow(UserError);
  });

  it("is not disturbed by evaluations", async () => {
    const undisturbed = state(steps(await tinyTrainer({ clamps: [pattern] }), 10));
    const trainer = await tinyTrainer({ clamps: [pattern] });
    for (let step = 0; step < 10; step++) {
      trainer.evaluate();
      steps(trainer, 1);
    }
    expect(state(trainer)).toEqual(undisturbed);
  });

  describe("a clamp with a window", () => {
    // 8 sequences a step: the window begins at step 5 and ends at step 12.
    const windowed = { ...clamp, from: 40, until: 96 };

    it("changes nothing before it, something in it, and nothing of the gradients' use after it", async () => {
      const free = await tinyTrainer();
      const clamped = await tinyTrainer({ clamps: [windowed] });
      expect(state(steps(clamped, 5))).toEqual(state(steps(free, 5)));
      expect(state(steps(clamped, 1))).not.toEqual(state(steps(free, 1)));
      steps(clamped, 6);

      // From here it is a training without clamps, of the parameters that the window has left.
      const [parameters, first, second] = state(clamped);
      const workbench = await setUpWorkbench(tiny(), ".");
      workbench.runtime.write("parameters", parameters!);
      workbench.runtime.write("first-moments", first!);
      workbench.runtime.write("second-moments", second!);
      expect(state(steps(clamped, 8))).toEqual(state(steps(new Trainer(workbench, 12), 8)));
    });

    it("is the same as setting it and releasing it in time", async () => {
      const windowedRun = steps(await tinyTrainer({ clamps: [windowed] }), 20);
      const live = steps(await tinyTrainer(), 5);
      expect(live.clamps.set("x", clamp)).toBeNull();
      steps(live, 7);
      expect(live.clamps.release("x")).toBeNull();
      expect(state(steps(live, 8))).toEqual(state(windowedRun));
    });

    it("that covers the whole run is the same as none", async () => {
      const always = steps(await tinyTrainer({ clamps: [clamp] }), 10);
      const long = steps(await tinyTrainer({ clamps: [{ ...clamp, from: 0, until: 1e6 }] }), 10);
      expect(state(long)).toEqual(state(always));
    });

    it("reports when it begins and ends to hold, at the step where it does", async () => {
      const trainer = steps(await tinyTrainer({ clamps: [{ ...clamp, from: 33, until: 90 }, pattern] }), 20);
      expect(trainer.takeClampEvents().map(({ kind, id, sequences }) => [kind, id, sequences])).toEqual([
        ["clamp-on", "1", 0],
        ["clamp-measured", "1", 0],
        ["clamp-on", "0", 40],
        ["clamp-measured", "0", 40],
        ["clamp-off", "0", 96],
      ]);
      expect(trainer.takeClampEvents()).toEqual([]);
    });
  });

  it("reports live clamps before the next step, and a replaced one as off and on", async () => {
    const trainer = steps(await tinyTrainer(), 3);
    trainer.setClamp("x", clamp);
    trainer.setClamp("x", { ...clamp, heads: ["L1H0"] });
    expect(trainer.takeClampEvents().map(({ kind, sequences }) => [kind, sequences])).toEqual([
      ["clamp-on", 24],
      ["clamp-measured", 24],
      ["clamp-off", 24],
      ["clamp-on", 24],
      ["clamp-measured", 24],
    ]);
    expect(trainer.releaseClamp("x")).toBeNull();
    expect(trainer.takeClampEvents()).toMatchObject([{ kind: "clamp-off", id: "x", sequences: 24 }]);
  });

  it("says of a live clamp that is released before its window that it is off", async () => {
    const trainer = steps(await tinyTrainer(), 3);
    trainer.setClamp("x", { ...clamp, from: 40 });
    expect(trainer.releaseClamp("x")).toBeNull();
    steps(trainer, 4);
    expect(trainer.takeClampEvents()).toMatchObject([
      { kind: "clamp-set", id: "x", sequences: 24 },
      { kind: "clamp-off", id: "x", sequences: 24, clamp: { ...clamp, from: 40 } },
    ]);
  });

  it("says of a live clamp that waits for its window that it was set, and later that it holds", async () => {
    const trainer = steps(await tinyTrainer(), 3);
    expect(trainer.setClamp("x", { ...clamp, from: 25 })).toBeNull();
    steps(trainer, 2);
    expect(trainer.takeClampEvents()).toMatchObject([
      { kind: "clamp-set", id: "x", sequences: 24, clamp: { ...clamp, from: 25 } },
      { kind: "clamp-on", id: "x", sequences: 32 },
      { kind: "clamp-measured", id: "x", sequences: 32 },
    ]);
  });
});
