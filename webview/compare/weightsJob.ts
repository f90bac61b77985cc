import type { MeasureResult } from "../../src/protocol/measureMessages.ts";
import type { PanelClient } from "../shared/panelClient.ts";

/** Two runs and where they are held against each other. */
export interface WeightsQuestion {
  /** Ids. */
  readonly run: string;
  readonly baseline: string;
  readonly places: readonly number[];
}

/** How a measure goes on: in 0 … 1, and what is being done. */
export interface WeightsProgress {
  readonly question: WeightsQuestion;
  readonly fraction: number;
  readonly text: string;
}

/** Measures distances of weights, one pair of runs after the other, and keeps what was measured. */
export class WeightsJob {
  readonly #client: Pick<PanelClient, "measure">;
  readonly #onChange: () => void;
  readonly #results = new Map<string, MeasureResult<"weights">>();
  #controller: AbortController | null = null;
  #progress: WeightsProgress | null = null;
  #problem = "";

  /** @param onChange called when any of what is told here has changed */
  constructor(client: Pick<PanelClient, "measure">, onChange: () => void) {
    this.#client = client;
    this.#onChange = onChange;
  }

  /** Null while nothing is measured. */
  get progress(): WeightsProgress | null {
    return this.#progress;
  }

  /** Why the last one could not be measured; empty where it could, or was cancelled. */
  get problem(): string {
    return this.#problem;
  }

  /** What was measured of two runs last, maybe at fewer places than they have by now. */
  resultOf({ run, baseline }: Pick<WeightsQuestion, "run" | "baseline">): MeasureResult<"weights"> | null {
    return this.#results.get(keyOf(run, baseline)) ?? null;
  }

  /** Begins to measure; does nothing while it does. Never rejects. */
  async start(question: WeightsQuestion): Promise<void> {
    if (this.#controller !== null) return;
    const controller = new AbortController();
    this.#controller = controller;
    this.#tell({ question, fraction: 0, text: "waiting" }, "");
    const { run, baseline, places } = question;
    try {
      const measure = { name: "weights", at: places, clamps: [], options: {}, reference: baseline } as const;
      const result = await this.#client.measure(run, measure, {
        signal: controller.signal,
        onProgress: (fraction, text) => {
          // News of what was cancelled may still be on its way.
          if (!controller.signal.aborted) this.#tell({ question, fraction, text }, "");
        },
      });
      this.#results.set(keyOf(run, baseline), result);
      this.#end("");
    } catch (error) {
      const isCancelled = controller.signal.aborted;
      this.#end(isCancelled ? "" : error instanceof Error ? error.message : String(error));
    }
  }

  /** Breaks off what is being measured. */
  cancel(): void {
    this.#controller?.abort();
  }

  #end(problem: string): void {
    this.#controller = null;
    this.#tell(null, problem);
  }

  #tell(progress: WeightsProgress | null, problem: string): void {
    this.#progress = progress;
    this.#problem = problem;
    this.#onChange();
  }
}

function keyOf(run: string, baseline: string): string {
  return JSON.stringify([run, baseline]);
}
