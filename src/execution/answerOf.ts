import type { RunEvent } from "../runs/runEvents.ts";
import type { ClampRequest } from "../runs/runRequests.ts";

/** Whether an event that came after a request is the trainer's answer to it, and then whether it refused. */
export function answerOf(request: ClampRequest, event: RunEvent): "done" | "refused" | null {
  const { kind, id } = request;
  if (event.kind === "warning") return event.message.startsWith(`${kind} ${id}:`) ? "refused" : null;
  const answers = kind === "clamp" ? ["clamp-on", "clamp-set"] : ["clamp-off"];
  return "id" in event && event.id === id && answers.includes(event.kind) ? "done" : null;
}
