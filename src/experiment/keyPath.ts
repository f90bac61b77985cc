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

/** Whether `path` is `start` or lies under it. */
export function startsWithPath(path: KeyPath, start: KeyPath): boolean {
  return start.length <= path.length && start.every((part, index) => String(part) === String(path[index]));
}
