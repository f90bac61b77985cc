import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { MetricsLine } from "../../src/runs/metricsLine.ts";
import type { RunEvent } from "../../src/runs/runEvents.ts";
import { readEvents, readMetrics } from "../../src/runs/runReader.ts";

/** The folders of all runs of a workspace, oldest first. */
export function runFolders(workspace: string): string[] {
  const root = join(workspace, ".optoscope/runs");
  if (!existsSync(root)) return [];
  return readdirSync(root)
    .filter((name) => !name.startsWith("."))
    .sort()
    .map((name) => join(root, name));
}

/** The evaluations of a run so far. */
export function metricsOf(folder: string): readonly MetricsLine[] {
  return readMetrics(folder).lines;
}

/** The events of a run of one kind so far. */
export function eventsOf<K extends RunEvent["kind"]>(
  folder: string,
  kind: K,
): Extract<RunEvent, { kind: K }>[] {
  return readEvents(folder).lines.filter(
    (event): event is Extract<RunEvent, { kind: K }> => event.kind === kind,
  );
}

/** The state in `status.json`. */
export function stateOf(folder: string): string {
  const status: unknown = JSON.parse(readFileSync(join(folder, "status.json"), "utf8"));
  return String(Reflect.get(Object(status), "state"));
}

/** Waits until something is true. @throws with `what` after a minute */
export async function until(what: string, isTrue: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 60_000;
  while (Date.now() < end) {
    if (await isTrue()) return;
    await sleep(50);
  }
  throw new Error(`it did not come to be that ${what}`);
}
