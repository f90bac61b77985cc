import { columnsKey } from "../graph/shape.ts";
import type { RowsValue } from "../graph/value.ts";

/**
 * Puts another pass's activations in the place of those of some layers, where a model goes on with what that pass
 * computed and not with its own. Those of other columns stay as they were, as those by head where models differ in their
 * number of heads.
 * @param sites of the model, changed
 * @param isTheirs whether a layer is the other pass's
 */
export function adoptLayers(
  sites: Map<string, RowsValue>,
  theirs: ReadonlyMap<string, RowsValue>,
  isTheirs: (layer: number) => boolean,
): void {
  for (const [name, value] of theirs) {
    const layer = /^blocks\.(\d+)\./.exec(name)?.[1];
    if (layer === undefined || !isTheirs(Number(layer))) continue;
    const own = sites.get(name);
    if (own === undefined || columnsKey(own.type.columns) === columnsKey(value.type.columns))
      sites.set(name, value);
  }
}
