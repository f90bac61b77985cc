import type { ChildProcess } from "node:child_process";
import { fork } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import type { FromTrainer, ToTrainer, TrainerJob } from "../protocol/trainerMessages.ts";
import { runPaths } from "../runs/runPaths.ts";
import { withFileErrors } from "../runs/withFileErrors.ts";

/** What a trainer is started with. */
export interface TrainerOptions {
  /** Path of the built trainer. */
  readonly trainer: string;
  /** The folder whose native TensorFlow it is to use; null for none. */
  readonly tensorflowFolder: string | null;
  /** The job is on its way: from now on the process needs nobody. */
  readonly onSent: () => void;
  /** The run's files have grown. */
  readonly onGrowth: () => void;
  readonly onEnd: () => void;
}

/** Milliseconds after its end in which a process' last words may still arrive. */
const lastWords = 1000;

/**
 * A trainer as a child process that outlives this one. What it prints goes to the run's `trainer.log`, which is opened
 * here, so that even a crash at its start leaves its words.
 */
export class TrainerProcess {
  readonly job: TrainerJob;
  readonly pid: number;
  readonly #child: ChildProcess;
  /** What it said that went wrong. */
  problem: string | null = null;
  /** How the process ended, in words; null while it runs. */
  exit: string | null = null;
  #isOver = false;

  /** The run folder must be there. @throws UserError when the log cannot be made */
  constructor(job: TrainerJob, options: TrainerOptions) {
    this.job = job;
    const { log } = runPaths(job.runFolder);
    const descriptor = withFileErrors(log, "open the trainer's log", () => openSync(log, "a"));
    try {
      this.#child = fork(options.trainer, [], {
        detached: true,
        execArgv: [],
        env: environment(options.tensorflowFolder),
        stdio: ["ignore", descriptor, descriptor, "ipc"],
      });
    } finally {
      closeSync(descriptor);
    }
    this.pid = this.#child.pid ?? 0;
    this.#listen(options);
    // The training is no reason for this process to live on.
    this.#child.unref();
    this.#child.channel?.unref();
  }

  /** Sends a signal; does nothing when the process has ended. */
  kill(signal: "SIGTERM" | "SIGKILL"): void {
    this.#child.kill(signal);
  }

  /** Leaves the process to itself. */
  letGo(): void {
    this.#isOver = true;
    if (this.#child.connected) this.#child.disconnect();
  }

  #listen({ onSent, onGrowth, onEnd }: TrainerOptions): void {
    const child = this.#child;
    const end = () => {
      if (this.#isOver) return;
      this.#isOver = true;
      onEnd();
    };
    child.on("message", (message) => {
      const said = message as FromTrainer;
      if (said.kind === "problem") this.problem = said.message;
      else if (said.kind === "grew") onGrowth();
      else {
        const answer: ToTrainer = { kind: "job", job: this.job };
        child.send(answer, (error) => {
          if (error === null && !this.#isOver) onSent();
        });
      }
    });
    child.on("error", (error) => {
      this.problem ??= `the trainer cannot be started: ${error.message}`;
      if (child.pid === undefined) end();
    });
    child.on("exit", (code, signal) => {
      this.exit =
        signal === null ? `its process ended with code ${code ?? 0}` : `its process was ended by ${signal}`;
      // Messages that it has sent may arrive after this.
      if (child.connected) setTimeout(end, lastWords).unref();
      else end();
    });
    child.on("disconnect", () => {
      if (this.exit !== null) end();
    });
  }
}

function environment(tensorflowFolder: string | null): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env, ELECTRON_RUN_AS_NODE: "1" };
  if (tensorflowFolder !== null) env["OPTOSCOPE_TENSORFLOW_FOLDER"] = tensorflowFolder;
  return env;
}
