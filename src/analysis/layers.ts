import type { ModelShape } from "../model/modelShape.ts";
import { UserError } from "../userError.ts";

/** The layer that was asked for, or the last one. @throws UserError where the model has no such layer */
export function chooseLayer({ layers }: Pick<ModelShape, "layers">, asked: number | undefined): number {
  if (asked !== undefined && asked >= layers)
    throw new UserError(
      `option layer: expected a layer that the model has (0 to ${layers - 1}), got ${asked}`,
    );
  return asked ?? layers - 1;
}

/** The earlier and the later layer that were asked for, or the last two. @throws UserError where there are none such */
export function chooseLayers(
  { layers }: Pick<ModelShape, "layers">,
  asked: readonly [number, number] | undefined,
): readonly [from: number, to: number] {
  if (layers < 2) throw new UserError("the model has one layer, and this is measured between two");
  const [from, to] = asked ?? [layers - 2, layers - 1];
  if (from >= to || to >= layers) {
    throw new UserError(
      `option layers: expected an earlier and a later layer of the model's (0 to ${layers - 1}), got ${from}, ${to}`,
    );
  }
  return [from, to];
}
