import { fork, type ChildProcess } from "node:child_process";
import type { FromMeasurer, ToMeasurer } from "../protocol/measureMessages.ts";

/** What a measurer is started with, and whom it tells. */
export interface MeasurerOptions {
  /** Path of the built measurer. */
  readonly entry: string;
  /** The folder whose native TensorFlow it is to use. */
  readonly tensorflowFolder: string | null;
  /** What it says of its jobs. */
  readonly onMessage: (said: Exclude<FromMeasurer, { kind: "ready" }>) => void;
  /** It has ended by itself, with how and its last words; once. */
  readonly onEnd: (reason: string) => void;
}

/** How much of a process' last words is kept. */
const keptWords = 4000;

/** A process that measures, from its start to its end. It ends with this process at the latest. */
export class Measurer {
  readonly #child: ChildProcess;
  readonly #options: MeasurerOptions;
  /** What it is sent as soon as it listens; null once it does. */
  #early: ToMeasurer[] | null = [];
  #words = "";
  #isOver = false;

  constructor(options: MeasurerOptions) {
    this.#options = options;
    this.#child = fork(options.entry, [], {
      execArgv: [],
      env: environment(options.tensorflowFolder),
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#words = (this.#words + text).slice(-keptWords);
    });
    this.#child.on("message", (message) => {
      this.#receive(message as FromMeasurer);
    });
    this.#child.on("error", (error) => {
      this.#end(`the measure cannot be started: ${error.message}`);
    });
    // After all that it has said and written.
    this.#child.on("close", (code, by) => {
      const how = by === null ? `with code ${code ?? 0}` : `by ${by}`;
      const words = this.#words === "" ? "" : `: ${this.#words.trim()}`;
      this.#end(`the measure's process ended ${how}${words}`);
    });
  }

  /** Gives it something to do. */
  send(message: ToMeasurer): void {
    if (this.#early !== null) this.#early.push(message);
    // That it has ended meanwhile is told by its end.
    else this.#child.send(message, () => undefined);
  }

  /** Ends it at once, whatever it does: it writes nothing. It says nothing any more. */
  kill(): void {
    this.#isOver = true;
    this.#child.kill("SIGKILL");
  }

  #receive(said: FromMeasurer): void {
    if (this.#isOver) return;
    if (said.kind !== "ready") {
      this.#options.onMessage(said);
      return;
    }
    const early = this.#early ?? [];
    this.#early = null;
    for (const message of early) this.send(message);
  }

  #end(reason: string): void {
    if (this.#isOver) return;
    this.kill();
    this.#options.onEnd(reason);
  }
}

function environment(tensorflowFolder: string | null): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env, ELECTRON_RUN_AS_NODE: "1" };
  if (tensorflowFolder !== null) env["OPTOSCOPE_TENSORFLOW_FOLDER"] = tensorflowFolder;
  return env;
}
