import { fork, type ChildProcess } from "node:child_process";
import { UserError } from "../userError.ts";
import type {
  FigureInfo,
  FromReproducer,
  ReproduceJob,
  ReproduceResult,
  ToReproducer,
} from "./reproduceMessages.ts";

/** What is told while figures are made. */
export interface ReproduceListeners {
  /** How far it is, in 0 … 1, and what it does; several times a second at most. */
  readonly onProgress: (fraction: number, text: string) => void;
  readonly onLog: (text: string) => void;
  /** Stops: what trains is saved, and the job ends with what there is. */
  readonly signal: AbortSignal;
}

/** How much of a process' last words is kept. */
const keptWords = 4000;

/** A process that makes figures, so that drawing and reading do not keep anybody else waiting. It ends with this one. */
export class ReproducerProcess {
  readonly #child: ChildProcess;
  readonly #ended: Promise<never>;
  #listen: (message: FromReproducer) => void = () => undefined;

  private constructor(child: ChildProcess) {
    this.#child = child;
    let words = "";
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      words = (words + text).slice(-keptWords);
    });
    child.on("message", (message) => {
      this.#listen(message as FromReproducer);
    });
    this.#ended = new Promise<never>((_, reject) => {
      child.on("error", (error) => {
        reject(new UserError(`figures cannot be made: ${error.message}`));
      });
      // After all that it has said and written.
      child.on("close", (code, by) => {
        const how = by === null ? `with code ${code ?? 0}` : `by ${by}`;
        reject(
          new UserError(
            `the process that makes figures ended ${how}${words === "" ? "" : `: ${words.trim()}`}`,
          ),
        );
      });
    });
    // Who waits for nothing is not told.
    this.#ended.catch(() => undefined);
  }

  /**
   * Starts a process, and waits until it knows what it can make.
   * @param entry path of the built reproducer
   * @throws UserError where it cannot be started
   */
  static async start(entry: string): Promise<{ process: ReproducerProcess; figures: readonly FigureInfo[] }> {
    const child = fork(entry, [], {
      execArgv: [],
      env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" },
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    const started = new ReproducerProcess(child);
    const ready = new Promise<readonly FigureInfo[]>((resolve) => {
      started.#listen = (message) => {
        if (message.kind === "ready") resolve(message.figures);
      };
    });
    return { process: started, figures: await Promise.race([ready, started.#ended]) };
  }

  /**
   * Makes figures; once for each process.
   * @throws UserError where the folder cannot be written to, or the process ends
   */
  async make(job: ReproduceJob, { onProgress, onLog, signal }: ReproduceListeners): Promise<ReproduceResult> {
    const stop = () => {
      this.#send({ kind: "stop" });
    };
    const done = new Promise<ReproduceResult>((resolve, reject) => {
      this.#listen = (message) => {
        switch (message.kind) {
          case "ready":
            break;
          case "progress":
            onProgress(message.fraction, message.text);
            break;
          case "log":
            onLog(message.text);
            break;
          case "done":
            resolve(message.result);
            break;
          case "problem":
            reject(message.isBug ? new Error(message.message) : new UserError(message.message));
            break;
        }
      };
    });
    this.#send({ kind: "job", job });
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop);
    try {
      return await Promise.race([done, this.#ended]);
    } finally {
      signal.removeEventListener("abort", stop);
    }
  }

  /** Ends the process, which has no job or is done with it. */
  end(): void {
    if (this.#child.connected) this.#child.disconnect();
  }

  #send(message: ToReproducer): void {
    // That it has ended meanwhile is told by its end.
    if (this.#child.connected) this.#child.send(message, () => undefined);
  }
}
