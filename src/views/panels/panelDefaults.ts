import type { Memento } from "vscode";
import type { PanelKind } from "../../protocol/panelMessages.ts";
import { keptUiSchema } from "./keptUiSchema.ts";

/** What new panels begin with: the choices that were last made in one of their kind, kept with the workspace. */
export class PanelDefaults {
  readonly #store: Pick<Memento, "get" | "update">;

  constructor(store: Pick<Memento, "get" | "update">) {
    this.#store = store;
  }

  /** What was last kept for a kind of panels; null where nothing was, or where it is damaged. */
  get(kind: PanelKind): unknown {
    const kept = keptUiSchema.safeParse(this.#store.get(key(kind)));
    return kept.success ? kept.data : null;
  }

  /**
   * Keeps choices for panels of a kind that are opened later.
   * @throws RangeError where it is not a small object of plain JSON
   */
  async keep(kind: PanelKind, ui: unknown): Promise<void> {
    const checked = keptUiSchema.safeParse(ui);
    if (!checked.success) throw new RangeError(`choices that cannot be kept: ${checked.error.message}`);
    await this.#store.update(key(kind), checked.data);
  }
}

function key(kind: PanelKind): string {
  return `optoscope.panelDefaults.${kind}`;
}
