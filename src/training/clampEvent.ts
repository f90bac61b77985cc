import type { ClampMeasurement } from "./clampProbe.ts";
import type { NamedClamp } from "./clampState.ts";

/**
 * A clamp that was set for later, began or ceased to hold, or was measured, and when: before the step that begins at
 * `sequences`.
 */
export type ClampEvent = NamedClamp & { readonly sequences: number } & (
    | { readonly kind: "clamp-set" | "clamp-on" }
    | { readonly kind: "clamp-off"; readonly released?: true }
    | ({ readonly kind: "clamp-measured" } & ClampMeasurement)
  );
