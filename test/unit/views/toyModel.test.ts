import { describe, expect, it } from "vitest";
import { fig5aPresets } from "../../../src/experiment/presets/fig5a.ts";
import { parseExperiment } from "../../../src/experiment/parseExperiment.ts";
import { resolveExperiment } from "../../../src/experiment/resolveExperiment.ts";
import { toCurves } from "../../../src/runs/comparison/curves.ts";
import { runMarkdown } from "../../../src/runs/comparison/runMarkdown.ts";
import { nameRuns } from "../../../src/runs/comparison/runNames.ts";
import { ToyTrainer } from "../../../src/training/toyTrainer.ts";
import { experimentKeys } from "../../../src/views/commands/experimentKeys.ts";
import { experimentTemplate } from "../../../src/views/commands/experimentTemplate.ts";
import { runChoice } from "../../../src/views/commands/runChoice.ts";
import { endMessage } from "../../../src/views/endMessage.ts";
import { experimentTooltip } from "../../../src/views/experimentTooltip.ts";
import { runRow } from "../../../src/views/runRow.ts";
import { runTooltip } from "../../../src/views/runTooltip.ts";
import { architectureKey, architectureModel } from "../../../src/views/trees/architectureModel.ts";
import { architectureRow } from "../../../src/views/trees/architectureRows.ts";
import { sampleRecord, sampleStatus } from "../runs/runFixtures.ts";
import { sampleEntry } from "./sampleEntry.ts";

const experiment = resolveExperiment({ name: "toy", toy: { clamped: ["c", "b"] } }, "toy");
const metrics = new ToyTrainer(experiment, experiment.toy!).evaluate();
const record = { ...sampleRecord(), name: "toy", experiment, parent: null };
const status = sampleStatus({ state: "finished", sequences: 1000, total: 1000, phaseChange: null });
const entry = sampleEntry({ name: "toy", state: "finished", record, experiment, status, metrics });

describe("the toy model in the editor", () => {
  it("is three vectors in the Architecture view, and tells which are clamped", () => {
    const roots = architectureModel(experiment);
    expect(roots.map(({ label, detail, icon, heads }) => [label, detail, icon, heads])).toEqual([
      ["a", "[20]", "symbol-array", []],
      ["b", "[20] at the truth", "lock", []],
      ["c", "[20] at the truth", "lock", []],
    ]);
    const state = { metrics, marks: new Map(), ticked: new Set<string>(), context: "run ended" };
    const row = architectureRow(roots[1]!, state);
    expect([row.description, row.isTicked]).toEqual(["[20] at the truth", null]);
    const free = resolveExperiment({ toy: {} }, "toy");
    expect(architectureKey(experiment)).not.toBe(architectureKey(free));
    expect(architectureKey(free)).not.toBe(
      architectureKey(resolveExperiment({ training: { batch: 1 } }, "x")),
    );
  });

  it("has rows, tooltips and messages without phase changes and heads", () => {
    expect(runRow(entry).description).toMatch(/^finished · loss /);
    const tooltip = runTooltip(entry);
    expect(tooltip).toMatch(/1 − cos² of a and the true a: 0\.\d+/);
    expect(tooltip).not.toContain("phase change");
    expect(runChoice(entry).detail).toMatch(/^b, c at the truth · seed 5 · /);
    expect(
      endMessage(
        { id: "x", folder: "x", name: "toy", state: "finished", reason: null, logTail: [] },
        undefined,
      ),
    ).toEqual({ severity: "information", text: "toy finished" });
    const preset = fig5aPresets.members[1]!;
    const about = experimentTooltip({ kind: "preset", preset });
    expect(about).toContain("three vectors of dimension 20");
    expect(about).toContain("clamped: c at the truth");
    expect(about).not.toMatch(/layers|labels/);
  });

  it("is named by what is clamped", () => {
    const free = { ...record, experiment: resolveExperiment({ name: "toy", toy: {} }, "toy") };
    const other = { ...record, experiment: resolveExperiment({ name: "toy", toy: { rate: 0.5 } }, "toy") };
    const runs = [record, free, other].map((each, place) => ({
      id: String(place),
      record: each,
      label: null,
    }));
    expect([...nameRuns(runs).values()]).toEqual([
      "toy · b, c at the truth · rate 1",
      "toy · rate 1",
      "toy · rate 0.5",
    ]);
  });

  it("is pasted with its measures in place of heads", () => {
    const text = runMarkdown({
      ...{ id: "x", name: "toy", record, status, state: "finished", events: [] },
      curves: toCurves([metrics]),
    });
    expect(text).toContain("### Toy model");
    expect(text).toContain("1 − cos² of a and the true a");
    expect(text).not.toContain("Strongest heads");
  });

  it("is changed by its own keys, which other experiments do not have", () => {
    const names = (given: typeof experiment) => experimentKeys(given).map(({ name }) => name);
    expect(names(experiment)).toEqual(expect.arrayContaining(["toy.dimension", "toy.clamped", "seeds.init"]));
    expect(
      names(experiment).filter((name) =>
        /^(data|model|clamps|engine)|optimizer|batch|seeds\.data/.test(name),
      ),
    ).toEqual([]);
    expect(names(resolveExperiment({}, "base")).filter((name) => name.startsWith("toy"))).toEqual([]);
  });

  it.each(fig5aPresets.members)("becomes a file that runs as it is: $name", (preset) => {
    const text = experimentTemplate(preset, "mine");
    const expected = resolveExperiment({ ...preset.experiment, name: "mine" }, "preset");
    expect(parseExperiment(text, "mine.opto.json")).toEqual(expected);
    expect(text).not.toMatch(/heads|Heads/);
  });
});
