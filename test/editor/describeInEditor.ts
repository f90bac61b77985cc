import { describe, inject, test } from "vitest";

declare module "vitest" {
  interface ProvidedContext {
    /** Path of the packaged extension. */
    vsix: string;
    /** Why no VS Code can be started here; null where it can. */
    noEditor: string | null;
  }
}

/**
 * A suite of tests that need a real VS Code. Where none can be started, one skipped test says why. The body gets the
 * path of the packaged extension; it may be asynchronous.
 */
export function describeInEditor(title: string, body: (vsix: string) => void | Promise<void>): void {
  const noEditor = inject("noEditor");
  describe(title, async () => {
    if (noEditor === null) await body(inject("vsix"));
    else test.skip(`skipped: ${noEditor}`);
  });
}
