import { arch, cpus, platform } from "node:os";
import { experimentHash } from "../experiment/experimentHash.ts";
import type { Experiment } from "../experiment/experimentSchema.ts";
import { gitState } from "../runs/gitState.ts";
import type { RunRecord } from "../runs/runRecord.ts";
import { runFormat } from "../runs/runRecord.ts";
import { version } from "../version.ts";

/** What a record is made from: the rest is about this machine and this moment. */
export interface Origin extends Pick<RunRecord, "id" | "folder" | "parent" | "group"> {
  readonly experiment: Experiment;
  /** The experiment file, absolute, or `preset:NAME`; undefined where there was none. */
  readonly experimentFile: string | undefined;
  /** What computes it, such as `wasm simd128`. */
  readonly runtime: string;
}

/** The record of a run that begins now on this machine. */
export function newRecord({
  id,
  experiment,
  experimentFile,
  folder,
  runtime,
  parent,
  group,
}: Origin): RunRecord {
  return {
    format: runFormat,
    id,
    name: experiment.name,
    created: new Date().toISOString(),
    experiment,
    experimentHash: experimentHash(experiment),
    ...(experimentFile === undefined ? {} : { experimentFile }),
    folder,
    versions: { optoscope: version, node: process.versions.node, runtime },
    platform: { os: platform(), arch: arch(), cpu: cpus()[0]?.model ?? "unknown", cores: cpus().length },
    git: gitState(folder),
    parent,
    ...(group === undefined ? {} : { group }),
  };
}
