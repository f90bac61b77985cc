import type { ToPanel } from "../../protocol/panelMessages.ts";
import { PanelMeasures, type PanelMeasuresOptions } from "./panelMeasures.ts";

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
  readonly #send: (message: ToPanel) => void;
  readonly measures: PanelMeasures;
  #isLoaded = true;

  constructor(send: (message: ToPanel) => void, options: Omit<PanelMeasuresOptions, "post">) {
    this.#send = send;
    this.measures = new PanelMeasures({ ...options, post: this.post.bind(this) });
  }

  /** Whether there is anybody to be told something. */
  get isLoaded(): boolean {
    return this.#isLoaded;
  }

  /** Tells the page something, as long as it is there. */
  post(message: ToPanel): void {
    if (this.#isLoaded) this.#send(message);
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
