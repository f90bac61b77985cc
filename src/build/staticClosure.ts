import type { Metafile } from "esbuild";

/** What is loaded at once with a built file: without the chunks that it imports when it needs them. */
export interface StaticClosure {
  /** Paths of the source files in it, sorted. */
  readonly inputs: readonly string[];
  /** Size of the built files together, in bytes. */
  readonly bytes: number;
}

/**
 * Follows the static imports of a built file. `output` is its path, as in the metafile.
 * @throws when the metafile has no such file
 */
export function staticClosure(metafile: Metafile, output: string): StaticClosure {
  const reached = new Set<string>();
  const inputs = new Set<string>();
  let bytes = 0;
  const visit = (path: string) => {
    if (reached.has(path)) return;
    reached.add(path);
    const file = metafile.outputs[path];
    if (file === undefined) throw new Error(`nothing was built as ${path}`);
    bytes += file.bytes;
    for (const [input, { bytesInOutput }] of Object.entries(file.inputs)) {
      if (bytesInOutput > 0) inputs.add(input);
    }
    for (const { path: imported, kind, external } of file.imports) {
      if (kind === "import-statement" && external !== true) visit(imported);
    }
  };
  visit(output);
  return { inputs: [...inputs].sort(), bytes };
}
