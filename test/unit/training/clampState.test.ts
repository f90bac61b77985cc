import { describe, expect, it } from "vitest";
import { ClampState } from "../../../src/training/clampState.ts";
import { tiny } from "./tinyTraining.ts";

const ablate = (head: string, window: object = {}) => ({ kind: "ablate", heads: [head], ...window });

function stateOf(...clamps: object[]): ClampState {
  return new ClampState(tiny({ clamps }));
}

const activeIds = (state: ClampState, sequences: number) => state.activeAt(sequences).map(({ id }) => id);

describe("ClampState", () => {
  it("begins with the experiment's clamps, each in its window", () => {
    const state = stateOf(ablate("L0H0", { until: 100 }), ablate("L1H1", { from: 50 }));
    expect([0, 50, 99, 100].map((n) => activeIds(state, n))).toEqual([["0"], ["0", "1"], ["0", "1"], ["1"]]);
  });

  it("sets, replaces and releases by name", () => {
    const state = stateOf(ablate("L0H0"));
    expect(state.set("mine", ablate("L1H1"))).toBeNull();
    expect(activeIds(state, 0)).toEqual(["0", "mine"]);
    expect(state.set("mine", ablate("L1H0"))).toBeNull();
    expect(state.activeAt(0)[1]?.clamp).toMatchObject({ heads: ["L1H0"] });
    expect(state.release("0")).toBeNull();
    expect(activeIds(state, 0)).toEqual(["mine"]);
    expect(state.release("0")).toBe("there is no clamp 0");
  });

  it.each([
    [{ kind: "ablat", heads: ["L0H0"] }, /kind/],
    [{ kind: "ablate" }, /^heads: /],
    [{ kind: "induction", heads: ["L1H0"], strength: 2 }, /^strength: /],
    [ablate("L7H0"), /^heads\[0\]: expected a head that the model has/],
    [ablate("L0H0"), /^heads\[0\]: contradicts/],
    ["ablate", /./],
    [null, /./],
  ])("says what is wrong with %j, and changes nothing", (clamp, message) => {
    const state = stateOf(ablate("L0H0"));
    const before = state.serialise();
    expect(state.set("new", clamp)).toMatch(message);
    expect(state.serialise()).toBe(before);
  });

  // 8 sequences a step, 800 in all: the next step after 100 begins at 104, the last one at 792.
  it.each([
    [{ until: 104 }, 100, false],
    [{ until: 105 }, 100, true],
    [{ from: 100, until: 104 }, 0, false],
    [{ from: 101 }, 0, true],
    [{ from: 793 }, 0, false],
    [{ from: 792 }, 0, true],
    [{ from: 792 }, 793, false],
    [{}, 800, false],
  ])(
    "takes the window %j at %i sequences only if a step is still to come in it: %s",
    (window, seen, taken) => {
      const state = stateOf();
      const problem = state.set("x", ablate("L0H0", window), seen);
      if (taken) expect(problem).toBeNull();
      else
        expect(problem).toMatch(/^the clamp would hold in no step from \d+ sequences on: .*\(8\).*\(800\)$/);
      expect(state.find("x") !== undefined).toBe(taken);
    },
  );

  it("names the rival of a refused clamp as the user does", () => {
    const state = stateOf(ablate("L0H0"), ablate("L0H1"));
    state.set("mine", ablate("L1H0"));
    state.release("0");
    expect(state.set("new", ablate("L1H0"))).toMatch(
      /^heads\[0\]: contradicts clamp mine \(ablate\): both set/,
    );
    expect(state.set("new", ablate("L0H1"))).toMatch(/contradicts clamp 1 \(ablate\)/);
  });

  it("takes over a clamp whose window is over", () => {
    const state = stateOf();
    state.set("x", ablate("L0H0", { until: 8 }));
    const other = stateOf();
    expect(other.restore(state.serialise())).toBeNull();
    expect(other.find("x")).toEqual(state.find("x"));
  });

  it("goes on from what it was", () => {
    const state = stateOf(ablate("L0H0", { from: 10 }));
    state.set("mine", ablate("L1H1", { until: 500 }));
    state.release("0");
    const other = stateOf(ablate("L0H0", { from: 10 }));
    expect(other.restore(state.serialise())).toBeNull();
    expect(other.activeAt(20)).toEqual(state.activeAt(20));
    expect(activeIds(other, 20)).toEqual(["mine"]);
  });

  it.each([
    "",
    "{",
    "{}",
    "[1]",
    "null",
    '[{"clamp":{}}]',
    '[{"id":"0","clamp":{"kind":"ablate","heads":["L9H0"]}}]',
  ])("says that %j is not what it was, and changes nothing", (text) => {
    const state = stateOf(ablate("L0H0"));
    expect(state.restore(text)).toEqual(expect.any(String));
    expect(activeIds(state, 0)).toEqual(["0"]);
  });
});
