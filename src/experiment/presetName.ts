const prefix = "preset:";

/** Names a preset where files are named, too: `preset:NAME`. */
export function presetSource(name: string): string {
  return `${prefix}${name}`;
}

/** The NAME of `preset:NAME`; null for the path of a file. */
export function presetName(source: string): string | null {
  return source.startsWith(prefix) ? source.slice(prefix.length) : null;
}
