import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { systemErrorCode, withFileErrors } from "./withFileErrors.ts";

/** Writes all bytes at the file's position; one `write` may take only a part of them. */
export function writeFully(descriptor: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) {
    done += writeSync(descriptor, bytes, done, bytes.length - done);
  }
}

/** Windows refuses to replace a file while another process reads it, so a few short waits are needed there. */
function replace(from: string, to: string): void {
  for (let attempt = 0; ; attempt++) {
    try {
      renameSync(from, to);
      return;
    } catch (error) {
      const transient = ["EPERM", "EACCES", "EBUSY"].includes(systemErrorCode(error) ?? "");
      if (process.platform !== "win32" || !transient || attempt === 20) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

/** Makes a rename survive a power cut. Not every system can open a folder; the rename has happened all the same. */
function syncFolder(folder: string): void {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(folder, "r");
    fsyncSync(descriptor);
  } catch {
    return;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/**
 * Writes a file so that a reader sees the old content or the whole new one, never a part: a temporary file
 * `<file>.<pid>.tmp` in the same folder, then a rename.
 * @param parts the content, written one after the other without joining them in memory
 * @param durable waits until the content is on the disk, so that it survives a power cut
 * @throws UserError naming the file and the reason; the temporary file is removed and an older file is kept.
 */
export function atomicWrite(file: string, parts: Iterable<Uint8Array>, durable: boolean): void {
  const temporary = `${file}.${process.pid}.tmp`;
  const write = () => {
    try {
      const descriptor = openSync(temporary, "w");
      try {
        for (const part of parts) writeFully(descriptor, part);
        if (durable) fsyncSync(descriptor);
      } finally {
        closeSync(descriptor);
      }
      replace(temporary, file);
    } catch (error) {
      try {
        rmSync(temporary, { force: true });
      } catch {
        // The first error says what happened; a temporary file that stays is never read.
      }
      throw error;
    }
    if (durable) syncFolder(dirname(file));
  };
  withFileErrors(file, "write the file", write, ". Nothing half-written is left.");
}
