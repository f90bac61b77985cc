/** A value as it would stand in the file, cut to about 60 characters, for "got …". Never long, never more than a line. */
export function showValue(value: unknown): string {
  switch (typeof value) {
    case "undefined":
      return "nothing";
    case "string":
      return cut(JSON.stringify(value.slice(0, 80)), value.length > 80);
    case "number":
    case "boolean":
    case "bigint":
      return String(value);
    case "object":
      if (value === null) return "null";
      if (Array.isArray(value)) {
        const all: readonly unknown[] = value;
        return all.length <= 6 && all.every((item) => typeof item !== "object" || item === null)
          ? cut(`[${all.map(showValue).join(", ")}]`, false)
          : `a list of ${all.length}`;
      }
      return cut(`an object with ${describeKeys(Object.keys(value))}`, false);
    case "function":
    case "symbol":
      return `a ${typeof value}`;
  }
}

function describeKeys(keys: string[]): string {
  if (keys.length === 0) return "no keys";
  return `the key${keys.length === 1 ? "" : "s"} ${keys
    .slice(0, 8)
    .map((key) => key.slice(0, 30))
    .join(", ")}`;
}

function cut(text: string, wasCut: boolean): string {
  return wasCut || text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
