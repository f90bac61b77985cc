import * as z from "zod";
import type { FromPanel } from "../../protocol/panelMessages.ts";
import { keptUiSchema } from "./keptUiSchema.ts";

const measureSchema = z.object({
  name: z.string().max(100),
  at: z.array(z.int().nonnegative()).min(1).max(1000).nullable(),
  clamps: z.array(z.unknown()).max(1000),
  replace: z.boolean().optional(),
  options: z.record(z.string(), z.unknown()),
  reference: z.string().optional(),
});

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
  z.object({ kind: z.literal("measure"), run: z.string(), measure: measureSchema }),
  z.object({
    kind: z.literal("launch-experiment"),
    run: z.string(),
    name: z.string().min(1).max(200),
    clamps: z.array(z.unknown()).min(1).max(1000),
  }),
  z.object({ kind: z.literal("keep-defaults"), ui: keptUiSchema }),
  z.object({
    kind: z.literal("open-panel"),
    panel: z.enum(["live", "compare", "heads", "wiring"]),
    runs: z.array(z.string()).min(1).max(1000),
  }),
  z.object({
    kind: z.literal("run-command"),
    command: z.enum(["pause", "resume", "stop", "clamp", "release", "show-log", "compare"]),
    run: z.string(),
  }),
  z.object({ kind: z.literal("fork"), run: z.string(), at: z.int().nonnegative() }),
]);

/** What a message from a panel must be: a panel is a browser page, and its state may be of an older version. */
export const panelMessageSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("ready"),
    runs: z.array(z.string()).max(1000),
    first: z.array(z.string()).max(1000).optional(),
  }),
  z.object({ kind: z.literal("request"), number: z.int().nonnegative(), request: requestSchema }),
  z.object({ kind: z.literal("cancel"), number: z.int().nonnegative() }),
]) satisfies z.ZodType<FromPanel>;
