import type { ParameterDeclaration, Runtime } from "./runtime.ts";

/** Which runtime an experiment asks for. `fast` matters to wasm only: relaxed SIMD where the host has it. */
export interface Engine {
  readonly runtime: "wasm" | "tensorflow";
  readonly fast: boolean;
}

/** Makes the runtime that is asked for, its parameters all zero. Loads nothing of the other one. */
export async function createRuntime(
  declarations: readonly ParameterDeclaration[],
  engine: Engine,
): Promise<Runtime> {
  switch (engine.runtime) {
    case "wasm": {
      const { WasmRuntime } = await import("./wasm/wasmRuntime.ts");
      return new WasmRuntime(declarations, { fast: engine.fast });
    }
    case "tensorflow": {
      const { loadTensorFlow } = await import("./tensorflow/loadTensorFlow.ts");
      const { TensorFlowRuntime } = await import("./tensorflow/tensorFlowRuntime.ts");
      return new TensorFlowRuntime(declarations, await loadTensorFlow());
    }
  }
}
