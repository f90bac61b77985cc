import type { ToPanel } from "../../protocol/panelMessages.ts";
import type { Parts } from "./inParts.ts";
import { PanelMeasures, type PanelMeasuresOptions } from "./panelMeasures.ts";

type Hydrate = Extract<ToPanel, { kind: "hydrate" }>;

/**
 * Milliseconds for which the measures of a page go on when another has taken its place: as long as that one needs to
 * ask for the same.
 */
const patience = 5000;

/**
 * A panel's page from its load until the next one. VS Code unloads hidden pages, and loads them anew when they are
 * looked at: numbers of requests begin again then, so that nothing of an earlier page may reach a later one.
 */
export class PanelPage {
  readonly #send: (message: ToPanel) => PromiseLike<unknown>;
  readonly measures: PanelMeasures;
  #isLoaded = true;
  #snapshots = 0;
  #isSending = false;

  constructor(send: (message: ToPanel) => PromiseLike<unknown>, options: Omit<PanelMeasuresOptions, "post">) {
    this.#send = send;
    this.measures = new PanelMeasures({ ...options, post: this.post.bind(this) });
  }

  /** Whether there is anybody to be told something. */
  get isLoaded(): boolean {
    return this.#isLoaded;
  }

  /** Tells the page something, as long as it is there. */
  post(message: ToPanel): void {
    if (this.#isLoaded) void this.#send(message);
  }

  /** Whether a snapshot is still being sent: news of it must wait. */
  get isSending(): boolean {
    return this.#isSending;
  }

  /**
   * Tells the page everything, part by part: each when VS Code has passed on the one before, so that the page can draw in
   * between and be asked for something else. The next snapshot takes the place of what was not sent yet.
   */
  async postSnapshot({ runs, rest }: Parts, message: Omit<Hydrate, "kind" | "runs">): Promise<void> {
    const number = ++this.#snapshots;
    const isCurrent = () => this.#isLoaded && number === this.#snapshots;
    this.#isSending = true;
    try {
      if (this.#isLoaded) await this.#send({ kind: "hydrate", runs, ...message });
      for (const run of rest) if (isCurrent()) await this.#send({ kind: "columns", run });
    } finally {
      if (number === this.#snapshots) this.#isSending = false;
    }
  }

  /** VS Code has unloaded it. What it has measured goes on: it will be looked at again. */
  unload(): void {
    this.#isLoaded = false;
  }

  /** Another page has taken its place. */
  replace(): void {
    this.#isLoaded = false;
    this.measures.leave(patience);
  }

  /** Its panel was closed. */
  close(): void {
    this.#isLoaded = false;
    this.measures.leave(0);
  }
}
