/** A place in an experiment: keys and list indexes from the top. */
export type KeyPath = readonly (string | number)[];

/** Writes a key path as users do: `clamps[0].heads[1]`. The top itself is `experiment`. */
export function formatKeyPath(path: KeyPath): string {
  if (path.length === 0) return "experiment";
  let text = "";
  for (const part of path) {
    if (typeof part === "number") text += `[${part}]`;
    else {
      const name = /^[^\s.[\]"\p{Cc}]{1,60}$/u.test(part) ? part : `[${JSON.stringify(part.slice(0, 60))}]`;
      text += text === "" || name.startsWith("[") ? name : `.${name}`;
    }
  }
  return text;
}

/** Reads a key path as users write it, `clamps[0].heads` or `clamps.0.heads`; undefined where it is none. */
export function parseKeyPath(text: string): KeyPath | undefined {
  if (!/^[^.[\]\s]+(\.[^.[\]\s]+|\[\d+\])*$/.test(text)) return undefined;
  const parts = text.match(/[^.[\]]+/g) ?? [];
  return parts.map((part) => (/^\d{1,9}$/.test(part) ? Number(part) : part));
}

/** Whether `path` is `start` or lies under it. */
export function startsWithPath(path: KeyPath, start: KeyPath): boolean {
  return start.length <= path.length && start.every((part, index) => String(part) === String(path[index]));
}
