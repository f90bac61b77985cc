/** Which heads are ticked, for each subject by its key: who comes back to a subject finds his ticks. */
export class TickedHeads {
  readonly #bySubject = new Map<string, ReadonlySet<string>>();

  /** The ticked heads of a subject. */
  of(subject: string): ReadonlySet<string> {
    return this.#bySubject.get(subject) ?? new Set();
  }

  /** Ticks or unticks heads. Returns whether that changed anything. */
  set(subject: string, heads: readonly string[], isTicked: boolean): boolean {
    const before = this.of(subject);
    const after = new Set(before);
    for (const head of heads) {
      if (isTicked) after.add(head);
      else after.delete(head);
    }
    if (after.size === before.size && [...after].every((head) => before.has(head))) return false;
    if (after.size === 0) this.#bySubject.delete(subject);
    else this.#bySubject.set(subject, after);
    return true;
  }

  /** Unticks heads that the subject's model no longer has. Returns whether there were any. */
  keepOnly(subject: string, heads: ReadonlySet<string>): boolean {
    return this.set(
      subject,
      [...this.of(subject)].filter((head) => !heads.has(head)),
      false,
    );
  }
}
