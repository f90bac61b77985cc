import { describe, expect, test } from "vitest";
import {
  clampReferences,
  experimentNames,
  clickedHead,
  headGroups,
  runIds,
} from "../../../../src/views/commands/commandArguments.ts";

const file = { kind: "file", uri: { scheme: "file", fsPath: "/w/a.opto.json" }, name: "a.opto.json" };
const preset = { kind: "preset", preset: { name: "quick", title: "Quick look" } };

describe("what menus, panels and other callers give to commands", () => {
  test("runs: items of the Runs view, entries, ids; all that are selected where there are several", () => {
    expect(runIds([{ kind: "run", id: "a" }])).toEqual(["a"]);
    const group = { kind: "run-group", id: "g", runs: ["b", "c"] };
    expect(runIds([group])).toEqual(["b", "c"]);
    expect(runIds([group, [{ kind: "run", id: "c" }, group]])).toEqual(["c", "b"]);
    expect(experimentNames([{ kind: "preset-set", set: { name: "fig5b", members: [] } }])).toEqual([
      "preset:fig5b",
    ]);
    expect(
      runIds([
        { kind: "run", id: "a" },
        [
          { kind: "run", id: "b" },
          { kind: "run", id: "a" },
        ],
      ]),
    ).toEqual(["b", "a"]);
    expect(runIds([{ id: "a", folder: "/runs/a", name: "base" }])).toEqual(["a"]);
    expect(runIds(["a"])).toEqual(["a"]);
    expect(runIds([["a", "b", "a"]])).toEqual(["a", "b"]);
    expect(runIds([{ kind: "run", run: "a", history: { id: "0" } }])).toEqual(["a"]);
  });

  test("nothing, or something else, is no run", () => {
    expect(runIds([])).toEqual([]);
    expect(runIds([undefined, []])).toEqual([]);
    expect(runIds([null])).toEqual([]);
    expect(runIds([{ kind: "head", id: "head:L0H0", heads: ["L0H0"] }])).toEqual([]);
    expect(runIds([file])).toEqual([]);
  });

  test("experiments: items of the Experiments view, files of the Explorer, names", () => {
    expect(experimentNames([file])).toEqual(["/w/a.opto.json"]);
    expect(experimentNames([preset, [preset, file]])).toEqual(["preset:quick", "/w/a.opto.json"]);
    expect(experimentNames([{ scheme: "file", fsPath: "/w/b.opto.json" }, { groupId: 1 }])).toEqual([
      "/w/b.opto.json",
    ]);
    expect(experimentNames([{ scheme: "git", fsPath: "/w/b.opto.json" }])).toEqual([]);
    expect(experimentNames(["preset:base"])).toEqual(["preset:base"]);
    expect(experimentNames([{ kind: "group", of: "file" }])).toEqual([]);
  });

  test("heads: one, or all of an attention, each once", () => {
    expect(headGroups([{ kind: "head", heads: ["L1H3"] }])).toEqual([["L1H3"]]);
    const attention = { kind: "attention", heads: ["L0H0", "L0H1"] };
    expect(headGroups([attention, [attention, { kind: "head", heads: ["L0H1"] }]])).toEqual([
      ["L0H0", "L0H1"],
      ["L0H1"],
    ]);
    expect(headGroups(["L0H2"])).toEqual([["L0H2"]]);
    expect(headGroups([{ kind: "site", heads: ["L0H1"] }, "x"])).toEqual([]);
  });

  test("the head that was clicked, if it is one", () => {
    const [head, other] = [
      { kind: "head", heads: ["L1H3"] },
      { kind: "head", heads: ["L0H1"] },
    ];
    expect(clickedHead([head, undefined])).toBe("L1H3");
    expect(clickedHead([head, [other, head]])).toBe("L1H3");
    expect(clickedHead([{ kind: "block", heads: ["L0H0", "L0H1"] }])).toBeNull();
    expect(clickedHead([[head, other]])).toBeNull();
    expect(clickedHead([{ kind: "run", id: "a" }])).toBeNull();
    expect(clickedHead([])).toBeNull();
  });

  test("clamps of runs and of experiments", () => {
    const ofRun = { kind: "run", run: "a", history: { id: "live-7f3a", state: "on" } };
    const ofFile = { kind: "experiment", item: file, index: 2, clamp: { kind: "ablate" } };
    expect(clampReferences([ofRun, [ofRun, ofFile]])).toEqual([
      { kind: "run", run: "a", id: "live-7f3a" },
      { kind: "experiment", name: "/w/a.opto.json", index: 2 },
    ]);
    expect(clampReferences([{ ...ofFile, item: preset }])).toEqual([
      { kind: "experiment", name: "preset:quick", index: 2 },
    ]);
    expect(clampReferences([{ kind: "run", id: "a" }])).toEqual([]);
  });
});
