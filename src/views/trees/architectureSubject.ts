import type { ExperimentItem } from "../experimentItem.ts";

/** What the Architecture view shows. */
export type ArchitectureSubject =
  | { readonly kind: "run"; readonly id: string }
  | { readonly kind: "experiment"; readonly item: ExperimentItem };
