import { statSync } from "node:fs";
import { listCheckpoints } from "../runs/checkpointFiles.ts";
import { latestUsableCheckpoint } from "../runs/runReader.ts";
import { runPaths } from "../runs/runPaths.ts";
import { withFileErrors } from "../runs/withFileErrors.ts";
import type { ReplayOptions } from "../training/replay.ts";
import type { OpenModel } from "./openModel.ts";
import { openModel } from "./openModel.ts";
import type { ModelPlace } from "./useModel.ts";

/** A model that stays open between two pieces of work, as it was left. */
interface Kept {
  readonly runFolder: string;
  /** What the run's files looked like before it was opened. */
  readonly files: string;
  readonly model: OpenModel;
}

/**
 * Keeps the last model that was used, so that more work with the same run need not open it again: at the same or a
 * later place, or at one with a checkpoint before it. Where its run folder has changed meanwhile, or `work` has failed,
 * it is opened anew. One use at a time.
 */
export class KeptModel {
  #kept: Kept | null = null;

  /** See `UseModel`. */
  async use<Result>(
    place: ModelPlace,
    options: ReplayOptions,
    work: (model: OpenModel) => Promise<Result>,
  ): Promise<Result> {
    try {
      return await work(await this.#openAt(place, options));
    } catch (error) {
      // It may have stopped half-way to a place.
      this.dispose();
      throw error;
    }
  }

  /** Frees the model. */
  dispose(): void {
    this.#kept?.model.dispose();
    this.#kept = null;
  }

  async #openAt({ runFolder, at }: ModelPlace, options: ReplayOptions): Promise<OpenModel> {
    const files = describeFiles(runFolder);
    const kept = this.#kept;
    if (kept?.runFolder === runFolder && kept.files === files) {
      const { model } = kept;
      const place = at ?? latestUsableCheckpoint(runFolder)?.sequences ?? 0;
      if (
        place >= model.sequences ||
        listCheckpoints(runFolder).some(({ sequences }) => sequences <= place)
      ) {
        await model.advance(place, options);
        return model;
      }
    }
    this.dispose();
    const model = await openModel(runFolder, at, options);
    this.#kept = { runFolder, files, model };
    return model;
  }
}

/** Equal as long as the files that a model is opened from are the same. */
function describeFiles(runFolder: string): string {
  const { record, events } = runPaths(runFolder);
  const files = [record, events, ...listCheckpoints(runFolder).map(({ file }) => file)];
  return files
    .map((file) => {
      const look = () => statSync(file, { throwIfNoEntry: false });
      const stats = withFileErrors(file, "look at the file", look);
      return `${file} ${stats?.size ?? ""} ${stats?.mtimeMs ?? ""}`;
    })
    .join("\n");
}
