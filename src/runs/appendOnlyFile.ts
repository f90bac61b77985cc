import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync } from "node:fs";
import { writeFully } from "./atomicWrite.ts";
import { withFileErrors } from "./withFileErrors.ts";

/** A file that only grows. What is appended goes to the operating system at once, so a killed process loses nothing. */
export class AppendOnlyFile {
  readonly #file: string;
  readonly #descriptor: number;
  #size: number;
  #open = true;

  /** Opens the file, or creates it empty. @throws UserError when that is not possible */
  constructor(file: string) {
    this.#file = file;
    this.#descriptor = withFileErrors(file, "open the file", () => openSync(file, "a"));
    this.#size = fstatSync(this.#descriptor).size;
  }

  /** Appends all bytes, or none. @throws UserError when the disk is full or fails */
  append(bytes: Uint8Array): void {
    withFileErrors(this.#file, "append to the file", () => {
      try {
        writeFully(this.#descriptor, bytes);
      } catch (error) {
        // A part of a line must not stay in the middle of the file if a later append succeeds.
        ftruncateSync(this.#descriptor, this.#size);
        throw error;
      }
    });
    this.#size += bytes.length;
  }

  /** Appends a text and a line end. @throws UserError as `append` */
  appendLine(line: string): void {
    this.append(new TextEncoder().encode(`${line}\n`));
  }

  /** Waits until what was appended is on the disk, to survive a power cut. @throws UserError when the disk fails */
  sync(): void {
    withFileErrors(this.#file, "write the file to the disk", () => {
      fsyncSync(this.#descriptor);
    });
  }

  /** Closes the file; a second call does nothing. */
  close(): void {
    if (!this.#open) return;
    this.#open = false;
    closeSync(this.#descriptor);
  }
}
