import type { RunSnapshot } from "../../src/protocol/panelRun.ts";
import { experimentSchema } from "../../src/experiment/experimentSchema.ts";
import type { ExperimentInput } from "../../src/experiment/experimentSchema.ts";
import { defaultCompareUi } from "../../webview/compare/compareUi.ts";
import type { CompareUi } from "../../webview/compare/compareUi.ts";
import { compareView } from "../../webview/compare/compareView.ts";
import type { CompareView } from "../../webview/compare/compareView.ts";

/** What a test's run is made of, besides what all have. */
export interface TestRun {
  readonly experiment?: ExperimentInput;
  readonly sequences?: readonly number[];
  readonly columns?: Readonly<Record<string, readonly number[]>>;
  readonly phaseChange?: number;
  readonly state?: RunSnapshot["state"];
  readonly events?: RunSnapshot["events"];
  readonly checkpoints?: readonly number[];
  /** What the run has of a sweep. */
  readonly sweep?: Readonly<Record<string, unknown>>;
}

const time = "2026-01-02T03:04:05.000Z";

/** A run as the host sends it. Its name is "run <id>". */
export function testRun(id: string, run: TestRun = {}): RunSnapshot {
  const sequences = run.sequences ?? [];
  const columns = Object.entries(run.columns ?? {}).map(
    ([key, values]) => [key, Float64Array.from(values)] as const,
  );
  const seen = sequences.at(-1) ?? 0;
  const { phaseChange } = run;
  return {
    id,
    name: `run ${id}`,
    slot: 0,
    state: run.state ?? "finished",
    status: {
      state: "finished",
      sequences: seen,
      total: 1000,
      step: 0,
      rate: 0,
      secondsLeft: null,
      heartbeat: time,
      pid: 1,
      reason: null,
      phaseChange: phaseChange ?? null,
    },
    record: {
      format: 1,
      id,
      name: id,
      created: time,
      experiment: experimentSchema.parse(run.experiment ?? {}),
      experimentHash: "",
      folder: "/",
      versions: { optoscope: "0", node: "0", runtime: "wasm" },
      platform: { os: "", arch: "", cpu: "", cores: 1 },
      git: null,
      parent: null,
      ...(run.sweep === undefined ? {} : { group: { id: "g", name: "sweep", values: run.sweep } }),
    },
    curves: { sequences: Float64Array.from(sequences), columns: Object.fromEntries(columns) },
    events: [
      ...(run.events ?? []),
      ...(phaseChange === undefined
        ? []
        : [{ kind: "phase-change" as const, sequences: phaseChange, time, at: phaseChange }]),
    ],
    checkpoints: run.checkpoints ?? [],
  };
}

/** An event of a clamp. */
export function clampEvent(
  kind: "clamp-set" | "clamp-on" | "clamp-off",
  sequences: number,
  id: string,
  clamp: { readonly kind: string; readonly [key: string]: unknown },
): RunSnapshot["events"][number] {
  return { kind, sequences, time, id, clamp };
}

/** What the panel draws of runs, with some of its settings changed. */
export function testView(runs: readonly RunSnapshot[], ui: Partial<CompareUi> = {}): CompareView {
  return compareView(runs, { ...defaultCompareUi, ...ui });
}
