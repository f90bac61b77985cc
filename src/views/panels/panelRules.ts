import type { PanelKind } from "../../protocol/panelMessages.ts";

/** What panels of a kind show. */
export interface PanelRules {
  /** First in the title of the editor. */
  readonly title: string;
  /** How many runs at a time. */
  readonly mostRuns: number;
  /** Whether they look into a transformer, which the toy model has not. */
  readonly needsHeads: boolean;
}

/** All kinds of panels. */
export const panelRules: Readonly<Record<PanelKind, PanelRules>> = {
  live: { title: "Live", mostRuns: Infinity, needsHeads: false },
  compare: { title: "Compare", mostRuns: Infinity, needsHeads: false },
  heads: { title: "Heads", mostRuns: 2, needsHeads: true },
  wiring: { title: "Wiring", mostRuns: 1, needsHeads: true },
};

/** Every kind of panel. */
export const panelKindNames: readonly PanelKind[] = ["live", "compare", "heads", "wiring"];
