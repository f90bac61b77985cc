/** Hides a series, or shows it again. */
export function toggleHidden(hidden: ReadonlySet<string>, key: string): Set<string> {
  const next = new Set(hidden);
  if (!next.delete(key)) next.add(key);
  return next;
}

/** Hides all series but one; shows all where it is the only one that is shown. */
export function soloHidden(hidden: ReadonlySet<string>, key: string, all: readonly string[]): Set<string> {
  const others = all.filter((other) => other !== key);
  const isSolo = !hidden.has(key) && others.length > 0 && others.every((other) => hidden.has(other));
  // What is hidden and not in this chart at the moment stays as it is.
  const elsewhere = [...hidden].filter((other) => !all.includes(other));
  return new Set(isSolo ? elsewhere : [...elsewhere, ...others]);
}
