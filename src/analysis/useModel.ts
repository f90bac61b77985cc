import type { ReplayOptions } from "../training/replay.ts";
import type { OpenModel } from "./openModel.ts";
import { openModel } from "./openModel.ts";

/** A run at some place of its training; `at` null: where it was last saved. */
export interface ModelPlace {
  readonly runFolder: string;
  readonly at: number | null;
}

/**
 * Opens a run's model at a place and has `work` done with it; whose the model is afterwards, `work` does not know.
 * @throws UserError as `openModel`; what `work` throws
 */
export type UseModel = <Result>(
  place: ModelPlace,
  options: ReplayOptions,
  work: (model: OpenModel) => Promise<Result>,
) => Promise<Result>;

/** Opens a model for one piece of work only. */
export const useOnce: UseModel = async ({ runFolder, at }, options, work) => {
  const model = await openModel(runFolder, at, options);
  try {
    return await work(model);
  } finally {
    model.dispose();
  }
};
