import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { UserError } from "../../userError.ts";
import type { Contender } from "./contender.ts";
import type { Torch } from "./findTorch.ts";
import { oneThread } from "./oneThread.ts";
import { pytorchStep } from "./pytorchStep.ts";

/** Lines of complaint that an error shows at most. */
const shownLines = 8;

/** As a researcher would write it, or the fastest that was found: see `pytorchStep`. */
export type TorchVariant = "plain" | "tuned";

/** PyTorch in a process of its own, which sleeps while others take their turns. */
export class TorchContender implements Contender {
  readonly name: string;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  #complaints = "";

  private constructor({ python, version }: Torch, variant: TorchVariant) {
    this.name = `PyTorch ${version} eager${variant === "tuned" ? ", tuned" : ""}`;
    this.#child = spawn(python, ["-c", pytorchStep, "measure", variant], { env: oneThread() });
    this.#child.stderr.on("data", (text: Buffer) => (this.#complaints += text.toString()));
    // Broken pipes and the like show as an answer that does not come.
    this.#child.on("error", (error) => (this.#complaints += error.message));
    this.#child.stdin.on("error", (error) => (this.#complaints += error.message));
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** Starts it, and waits until it is ready. Throws a UserError where it fails. */
  static async start(torch: Torch, variant: TorchVariant): Promise<TorchContender> {
    const contender = new TorchContender(torch, variant);
    await contender.#answer();
    return contender;
  }

  async run(steps: number): Promise<number> {
    this.#child.stdin.write(`run ${steps}\n`);
    return Number(await this.#answer());
  }

  /** Ends the process. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exit = once(this.#child, "exit");
    this.#child.stdin.end();
    await exit;
  }

  async #answer(): Promise<string> {
    const line = await this.#lines.next();
    if (line.done !== true) return line.value;
    const complaints = this.#complaints.trim().split("\n").slice(-shownLines).join("\n");
    throw new UserError(`PyTorch's step failed:\n${complaints}`);
  }
}
