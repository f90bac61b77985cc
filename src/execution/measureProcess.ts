import { fork } from "node:child_process";
import type { FromMeasurer, MeasureJob, MeasureResult, ToMeasurer } from "../protocol/measureMessages.ts";
import { UserError } from "../userError.ts";

/** With what a measure is taken. */
export interface MeasureOptions {
  /** Path of the built measurer. */
  readonly entry: string;
  /** How far it is, in 0 … 1, and what it does; several times a second at most. */
  readonly onProgress?: (fraction: number, text: string) => void;
  /** Ends the process at once. */
  readonly signal?: AbortSignal;
  /** The folder whose native TensorFlow it is to use. */
  readonly tensorflowFolder?: string | null;
}

/** How much of a process' last words is kept. */
const keptWords = 4000;

/**
 * Takes a measure in a process of its own, which ends with this one.
 * @throws UserError when it cannot be taken, as `measure`; the signal's reason when it is aborted
 */
export async function runMeasure(job: MeasureJob, options: MeasureOptions): Promise<MeasureResult> {
  const { entry, onProgress, signal } = options;
  signal?.throwIfAborted();
  const child = fork(entry, [], {
    execArgv: [],
    env: environment(options.tensorflowFolder ?? null),
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  const abort = () => {
    child.kill("SIGKILL");
  };
  signal?.addEventListener("abort", abort);
  try {
    return await new Promise<MeasureResult>((resolve, reject) => {
      let words = "";
      child.stderr?.setEncoding("utf8").on("data", (text: string) => {
        words = (words + text).slice(-keptWords);
      });
      child.on("message", (message) => {
        const said = message as FromMeasurer;
        switch (said.kind) {
          case "ready": {
            const answer: ToMeasurer = { kind: "job", job };
            // That it has ended meanwhile is told by its end.
            child.send(answer, () => undefined);
            break;
          }
          case "progress":
            onProgress?.(said.fraction, said.text);
            break;
          case "done":
            resolve(said.result);
            break;
          case "problem":
            reject(said.isBug ? new Error(said.message) : new UserError(said.message));
            break;
        }
      });
      child.on("error", (error) => {
        reject(new UserError(`the measure cannot be started: ${error.message}`));
      });
      // After all that it has said and written.
      child.on("close", (code, by) => {
        const how = by === null ? `with code ${code ?? 0}` : `by ${by}`;
        reject(new UserError(`the measure's process ended ${how}${words === "" ? "" : `: ${words.trim()}`}`));
      });
    });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener("abort", abort);
  }
}

function environment(tensorflowFolder: string | null): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env, ELECTRON_RUN_AS_NODE: "1" };
  if (tensorflowFolder !== null) env["OPTOSCOPE_TENSORFLOW_FOLDER"] = tensorflowFolder;
  return env;
}
