import { readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { atomicWrite } from "../runs/atomicWrite.ts";
import { makeFolder } from "../runs/makeFolder.ts";
import { withFileErrors } from "../runs/withFileErrors.ts";
import type { JobStore } from "./jobQueue.ts";

/**
 * Keeps a queue in a file of the runs folder, `.queue.json`, which all windows on that folder share. A file that cannot be
 * read counts as empty.
 * @param root of the runs, asked each time; null where there is none, and nothing is kept
 */
export function queueFile(root: () => string | null): JobStore {
  const path = () => {
    const folder = root();
    return folder === null ? null : join(folder, ".queue.json");
  };
  return {
    load: () => {
      const file = path();
      return file === null ? [] : readList(file);
    },
    save: (jobs) => {
      const file = path();
      if (file === null) return;
      withFileErrors(file, "keep the queue", () => {
        if (jobs.length === 0) {
          rmSync(file, { force: true });
          return;
        }
        makeFolder(dirname(file));
        atomicWrite(file, [new TextEncoder().encode(`${JSON.stringify(jobs)}\n`)], false);
      });
    },
  };
}

function readList(file: string): readonly unknown[] {
  try {
    const list: unknown = JSON.parse(readFileSync(file, "utf8"));
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}
