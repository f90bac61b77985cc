import { experimentItemKey } from "../experimentItemKey.ts";
import type { ArchitectureSubject } from "./architectureSubject.ts";

/** Names a subject for good. */
export function subjectKey(subject: ArchitectureSubject): string {
  return subject.kind === "run" ? `run:${subject.id}` : `experiment:${experimentItemKey(subject.item)}`;
}
