import type { RunEvent } from "../runs/runEvents.ts";
import type { RunRequest } from "../runs/runRequests.ts";

/** Whether an event that came after a request is the trainer's answer to it, and then whether it refused. */
export function answerOf(request: RunRequest, event: RunEvent): "done" | "refused" | null {
  const done = (isAnswer: boolean) => (isAnswer ? "done" : null);
  switch (request.kind) {
    case "pause":
      return done(event.kind === "paused");
    case "resume":
      return done(event.kind === "resumed");
    case "stop":
      return done(event.kind === "stopped");
    case "checkpoint":
      return done(event.kind === "checkpoint");
    case "clamp":
    case "unclamp": {
      const { kind, id } = request;
      if (event.kind === "warning") return event.message.startsWith(`${kind} ${id}:`) ? "refused" : null;
      const answers = kind === "clamp" ? ["clamp-on", "clamp-set"] : ["clamp-off"];
      return done("id" in event && event.id === id && answers.includes(event.kind));
    }
  }
}
