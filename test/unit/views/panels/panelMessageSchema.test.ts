import { describe, expect, test } from "vitest";
import type { FromPanel } from "../../../../src/protocol/panelMessages.ts";
import { panelMessageSchema } from "../../../../src/views/panels/panelMessageSchema.ts";

const measure = { name: "attention", at: [0, 32], clamps: [], options: {} };
const ask = (request: unknown, number: unknown = 1) => ({ kind: "request", number, request });
const clamps = [{ kind: "ablate", heads: ["L1H3"] }];

describe("messages of panels", () => {
  const fine: readonly FromPanel[] = [
    { kind: "ready", runs: [] },
    { kind: "cancel", number: 0 },
    { kind: "request", number: 1, request: { kind: "measure", run: "a", measure } },
    {
      kind: "request",
      number: 2,
      request: {
        kind: "measure",
        run: "a",
        measure: { ...measure, at: null, clamps, replace: true, options: { sequence: 3 }, reference: "b" },
      },
    },
    { kind: "request", number: 3, request: { kind: "launch-experiment", run: "a", name: "x", clamps } },
    { kind: "request", number: 4, request: { kind: "open-panel", panel: "heads", runs: ["a", "b"] } },
  ];

  test.each(fine)("are taken as they are: %j", (message) => {
    expect(panelMessageSchema.parse(message)).toEqual(message);
  });

  test.each([
    null,
    "ready",
    { kind: "ready" },
    { kind: "cancel" },
    { kind: "cancel", number: -1 },
    { kind: "cancel", number: "1" },
    ask({ kind: "measure" }),
    ask({ kind: "measure", run: "a", measure: { ...measure, at: [] } }),
    ask({ kind: "measure", run: "a", measure: { ...measure, at: [0.5] } }),
    ask({ kind: "measure", run: "a", measure: { ...measure, at: [-1] } }),
    ask({ kind: "measure", run: "a", measure: { ...measure, at: Array(1001).fill(0) as number[] } }),
    ask({ kind: "measure", run: "a", measure: { ...measure, clamps: null } }),
    ask({ kind: "measure", run: "a", measure: { ...measure, options: [] } }),
    ask({ kind: "measure", run: "a", measure: { ...measure, name: "x".repeat(101) } }),
    ask({ kind: "measure", run: 7, measure }),
    ask({ kind: "measure", run: "a", measure }, 0.5),
    ask({ kind: "launch-experiment", run: "a", name: "", clamps }),
    ask({ kind: "launch-experiment", run: "a", name: "x", clamps: [] }),
    ask({ kind: "launch-experiment", name: "x", clamps }),
    ask({ kind: "open-panel", panel: "terminal", runs: ["a"] }),
    ask({ kind: "open-panel", panel: "heads", runs: [] }),
    ask({ kind: "run-command", command: "delete", run: "a" }),
    ask({ kind: "something" }),
  ])("that are incomplete or something else are none: %j", (message) => {
    expect(panelMessageSchema.safeParse(message).success).toBe(false);
  });

  test("say nothing that a measure is not told", () => {
    const more = ask({ kind: "measure", run: "a", measure: { ...measure, runFolder: "/etc" } });
    expect(panelMessageSchema.parse(more)).toEqual(ask({ kind: "measure", run: "a", measure }));
  });
});
