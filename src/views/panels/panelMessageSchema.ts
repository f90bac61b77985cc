import * as z from "zod";
import type { FromPanel } from "../../protocol/panelMessages.ts";

const requestSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("save"),
    fileName: z.string().min(1).max(200),
    content: z.union([z.string(), z.instanceof(Uint8Array)]),
  }),
  z.object({ kind: z.literal("copy"), text: z.string() }),
  z.object({ kind: z.literal("text-diff"), left: z.string(), right: z.string() }),
  z.object({ kind: z.literal("choose-runs") }),
  z.object({ kind: z.literal("remove-runs"), runs: z.array(z.string()).max(1000) }),
  z.object({ kind: z.literal("paper-curves") }),
  z.object({
    kind: z.literal("run-command"),
    command: z.enum(["pause", "resume", "stop", "clamp", "release", "show-log", "compare"]),
    run: z.string(),
  }),
]);

/** What a message from a panel must be: a panel is a browser page, and its state may be of an older version. */
export const panelMessageSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("ready"), runs: z.array(z.string()).max(1000) }),
  z.object({ kind: z.literal("request"), number: z.int().nonnegative(), request: requestSchema }),
]) satisfies z.ZodType<FromPanel>;
