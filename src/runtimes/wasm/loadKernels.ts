import { setFlagsFromString } from "node:v8";
import { relaxedKernels, simdKernels } from "./kernels.generated.ts";
import type { KernelExports } from "./memory.ts";

/** Compiles the kernels. `name` says which variant it is: `wasm relaxed-simd` only where asked for and available. */
export function loadKernels(fast: boolean): { exports: KernelExports; name: string } {
  if (fast) {
    const relaxed = tryModule(relaxedKernels);
    if (relaxed !== null) return { exports: instantiate(relaxed), name: "wasm relaxed-simd" };
  }
  return { exports: instantiate(new WebAssembly.Module(decode(simdKernels))), name: "wasm simd128" };
}

function tryModule(base64: string): WebAssembly.Module | null {
  const bytes = decode(base64);
  if (!WebAssembly.validate(bytes)) {
    // Node 20 has relaxed SIMD behind a flag; later ones know the flag no more and need none.
    setFlagsFromString("--experimental-wasm-relaxed-simd");
    if (!WebAssembly.validate(bytes)) return null;
  }
  return new WebAssembly.Module(bytes);
}

function decode(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(base64, "base64"));
}

function instantiate(module: WebAssembly.Module): KernelExports {
  const abort = () => {
    throw new WebAssembly.RuntimeError("a kernel was called wrongly");
  };
  const { exports } = new WebAssembly.Instance(module, { env: { abort } });
  return exports as KernelExports;
}
