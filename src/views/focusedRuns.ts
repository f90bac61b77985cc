import { Disposable } from "../disposable.ts";
import type { Event } from "../emitter.ts";

/** Where runs can have the user's attention. */
export interface FocusSources {
  /** The panels: runs of the active one. */
  readonly panels: { readonly onDidActivate: Event<undefined>; activeRuns(): readonly string[] };
  /** The Runs view: what is selected in it. */
  readonly runsTree: {
    readonly onDidChangeSelection: Event<unknown>;
    readonly selected: readonly { readonly id: string }[];
  };
}

/**
 * Which runs a command without a target is about. A panel stays active, and a row stays selected, while the user is
 * elsewhere: what he did last counts.
 */
export class FocusedRuns extends Disposable {
  readonly #sources: FocusSources;
  #last: "panel" | "tree" = "panel";

  constructor(sources: FocusSources) {
    super();
    this.#sources = sources;
    this.register(
      sources.panels.onDidActivate(() => {
        this.#last = "panel";
      }),
    );
    this.register(
      sources.runsTree.onDidChangeSelection(() => {
        this.#last = "tree";
      }),
    );
  }

  /** Says that the active panel is where the user is: a row that was selected for him is no choice of his. */
  turnToPanel(): void {
    this.#last = "panel";
  }

  /** Ids of runs where the user is, best first: those selected in the Runs view and those of the active panel. */
  get choices(): readonly (readonly string[])[] {
    const { panels, runsTree } = this.#sources;
    const choices = [panels.activeRuns(), runsTree.selected.map(({ id }) => id)];
    return this.#last === "panel" ? choices : choices.reverse();
  }
}
