/** A JSON value on one line, as people write it: `{ "kind": "ablate", "heads": ["L1H3"] }`. */
export function inlineJson(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(inlineJson).join(", ")}]`;
  const properties = Object.entries(value).map(
    ([key, each]) => `${JSON.stringify(key)}: ${inlineJson(each)}`,
  );
  return properties.length === 0 ? "{}" : `{ ${properties.join(", ")} }`;
}
