/** The part of the WebAssembly JavaScript interface that is used here; Node has it, the DOM library is not loaded. */
declare namespace WebAssembly {
  class Module {
    readonly [Symbol.toStringTag]: string;
    constructor(bytes: Uint8Array);
  }
  class Instance {
    readonly exports: unknown;
    constructor(module: Module, imports: Record<string, Record<string, () => void>>);
  }
  class Memory {
    private constructor();
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }
  class RuntimeError extends Error {}
  function validate(bytes: Uint8Array): boolean;
}
