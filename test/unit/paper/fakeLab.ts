import { experimentHash } from "../../../src/experiment/experimentHash.ts";
import type { Experiment } from "../../../src/experiment/experimentSchema.ts";
import type { MeasureName } from "../../../src/measures/measureValues.ts";
import { baseExperiment } from "../../../src/paper/baseExperiment.ts";
import type { Lab, MeasureRequest, PaperHeads, PaperRun } from "../../../src/paper/lab.ts";
import type { MeasureResult } from "../../../src/protocol/measureMessages.ts";

/** What a fake lab was asked for, in order. */
export interface Asked {
  readonly runs: Experiment[];
  readonly measures: { readonly run: string; readonly name: MeasureName; readonly request: MeasureRequest }[];
}

/** What a fake lab answers. */
export interface FakeAnswers {
  readonly heads: (seed: number) => PaperHeads;
  /** Where the train loss of an experiment falls from 1 to 0, in sequences. */
  readonly falls?: (experiment: Experiment) => number;
  readonly measure?: (name: MeasureName, request: MeasureRequest) => unknown;
}

/** A lab that trains and measures nothing. */
export function fakeLab({ heads, falls = () => 1000, measure = () => ({}) }: FakeAnswers, quick = false) {
  const asked: Asked = { runs: [], measures: [] };
  const run = (experiment: Experiment): PaperRun => {
    asked.runs.push(experiment);
    return fakeRun(experiment, falls(experiment));
  };
  const lab: Lab = {
    quick,
    run: (experiments) => Promise.resolve(experiments.map(run)),
    measure<Name extends MeasureName>(of: PaperRun, name: Name, request: MeasureRequest = {}) {
      asked.measures.push({ run: of.name, name, request });
      const places = request.at ?? [of.record.experiment.training.sequences];
      const results = places.map((sequences) => ({ sequences, value: measure(name, request) }));
      const result = { name, run: of.id, experimentHash: of.record.experimentHash, results };
      return Promise.resolve(result as MeasureResult<Name>);
    },
    base: (seed) => Promise.resolve(run(baseExperiment(seed, { quick }))),
    heads: (seed) => Promise.resolve(heads(seed)),
    log: () => undefined,
  };
  return { lab, asked };
}

function fakeRun(experiment: Experiment, falls: number): PaperRun {
  const hash = experimentHash(experiment);
  const end = experiment.training.sequences;
  return {
    id: hash,
    name: experiment.name,
    folder: `/runs/${hash}`,
    record: {
      format: 1,
      id: hash,
      name: experiment.name,
      created: "2026-01-01T00:00:00.000Z",
      experiment,
      experimentHash: hash,
      folder: "/",
      versions: { optoscope: "0", node: "0", runtime: "wasm" },
      platform: { os: "linux", arch: "x64", cpu: "", cores: 1 },
      git: null,
      parent: null,
    },
    curves: {
      sequences: Float64Array.of(0, falls - 1, falls + 1, Math.max(end, falls + 2)),
      columns: {
        "train.loss": Float64Array.of(1, 1, 0, 0),
        "L0H0.previousToken": Float64Array.of(0.5, 0.5, 0.5, 0.5),
      },
    },
  };
}
