import type { Tensor } from "../runs/tensor.ts";
import type { TensorKind } from "../runtimes/runtime.ts";
import { UserError } from "../userError.ts";
import type { Workbench } from "./workbench.ts";

/** What is saved beside the parameters, and the prefix of its names. */
const kinds: readonly { readonly kind: TensorKind; readonly prefix: string }[] = [
  { kind: "parameters", prefix: "" },
  { kind: "first-moments", prefix: "optimizer.m." },
  { kind: "second-moments", prefix: "optimizer.v." },
];

/** Parameters under their names, and the optimizer's moments under `optimizer.m.<name>` and `optimizer.v.<name>`. */
export function checkpointTensors(workbench: Workbench): Map<string, Tensor> {
  const tensors = new Map<string, Tensor>();
  for (const { kind, prefix } of kinds) {
    for (const [name, tensor] of namedTensors(workbench, kind, prefix)) tensors.set(name, tensor);
  }
  return tensors;
}

/** The first parameter of a checkpoint that is no longer finite; null where all are. */
export function notFinite(workbench: Workbench, tensors: ReadonlyMap<string, Tensor>): string | null {
  const broken = workbench.specs.find(({ name }) => !tensors.get(name)?.data.every(Number.isFinite));
  return broken?.name ?? null;
}

/** The tensors of one kind in their own shapes, float32, their names prefixed. */
export function namedTensors(workbench: Workbench, kind: TensorKind, prefix: string): Map<string, Tensor> {
  const data = workbench.runtime.read(kind);
  return new Map(
    workbench.specs.map(({ name, shape }) => [
      prefix + name,
      { dtype: "F32", shape, data: data.get(name) ?? new Float32Array() },
    ]),
  );
}

/**
 * Puts a checkpoint's tensors into the runtime.
 * @throws UserError naming the file and the tensor where one is missing or of another shape
 */
export function restoreCheckpoint(
  workbench: Workbench,
  tensors: ReadonlyMap<string, Tensor>,
  file: string,
): void {
  for (const { kind, prefix } of kinds) {
    const data = new Map<string, Float32Array>();
    for (const { name, shape } of workbench.specs)
      data.set(name, tensorData(tensors, prefix + name, shape, file));
    workbench.runtime.write(kind, data);
  }
}

/**
 * A tensor's numbers, float32 in its own shape.
 * @throws UserError naming the file and the tensor where it is missing or of another shape
 */
export function tensorData(
  tensors: ReadonlyMap<string, Tensor>,
  name: string,
  shape: readonly number[],
  file: string,
): Float32Array {
  const tensor = tensors.get(name);
  const place = { file, place: name };
  if (tensor === undefined) throw new UserError("the checkpoint lacks this tensor", place);
  if (tensor.dtype === "F32" && tensor.shape.join() === shape.join()) return tensor.data;
  const given = `${tensor.dtype} [${tensor.shape.join(", ")}]`;
  throw new UserError(`expected F32 [${shape.join(", ")}], the checkpoint has ${given}`, place);
}
