import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A file system of its own, of so many KiB, to be taken away by `remove`. */
export function makeSmallDisk(size: number): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), "optoscope-disk-"));
  const options = ["-t", "tmpfs", "-o", `size=${size}k`, "optoscope-test"];
  try {
    execFileSync("mount", [...options, folder], { stdio: "ignore" });
  } catch (error) {
    rmSync(folder, { recursive: true });
    throw error;
  }
  return {
    folder,
    remove: () => {
      // Lazily, because a failed test leaves files open.
      execFileSync("umount", ["-l", folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Whether this works here: only for the superuser of a Linux machine. Elsewhere its tests are shown as skipped. */
export function canMakeSmallDisk(): boolean {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  try {
    makeSmallDisk(64).remove();
    return true;
  } catch {
    return false;
  }
}
