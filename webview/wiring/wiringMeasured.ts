import type { AttentionValue, CompositionValue, WiringValue } from "../../src/measures/measureValues.ts";
import type { WiringSettings } from "./wiringUi.ts";

/** What was asked for, and what it gave. */
export interface Measured<Value> {
  readonly settings: WiringSettings;
  /** Where it was measured: the last whole step up to the place. */
  readonly sequences: number;
  readonly value: Value;
}

/** Composition scores at a place and at initialisation; null where a fork cannot be led back to there. */
export interface Composition {
  readonly now: CompositionValue;
  readonly initial: CompositionValue | null;
}

/** All that was measured for the panel; null: not yet. */
export interface WiringMeasured {
  readonly wiring: Measured<WiringValue> | null;
  readonly composition: Measured<Composition> | null;
  readonly attention: Measured<AttentionValue> | null;
}
