import type { SequenceSetName } from "../../src/measures/measureValues.ts";
import type { PanelMeasure } from "../../src/protocol/panelMessages.ts";

/** Of what attention is measured, but for where in training. */
export interface AttentionSpec {
  readonly run: string;
  readonly set: SequenceSetName;
  /** Null: the mean over the set. */
  readonly sequence: number | null;
  /** Besides what the run's own clamps hold. */
  readonly ablated: readonly string[];
}

/** Names a spec: two are the same where their keys are. */
export function specKey({ run, set, sequence, ablated }: AttentionSpec): string {
  return JSON.stringify([run, set, sequence, [...ablated].sort()]);
}

/** Whether a key is of a run. */
export function isKeyOf(key: string, run: string): boolean {
  return key.startsWith(`[${JSON.stringify(run)},`);
}

/** The clamps under which a model is measured whose heads are ablated by hand. */
export function ablationOf(heads: readonly string[]): readonly unknown[] {
  return heads.length === 0 ? [] : [{ kind: "ablate", heads: [...heads].sort() }];
}

/** What is to be measured to get the frames of some places. */
export function attentionMeasure(
  { set, sequence, ablated }: AttentionSpec,
  at: readonly number[],
): PanelMeasure & { readonly name: "attention" } {
  return {
    name: "attention",
    at,
    clamps: ablationOf(ablated),
    options: { sequences: set, ...(sequence === null ? {} : { sequence }) },
  };
}
