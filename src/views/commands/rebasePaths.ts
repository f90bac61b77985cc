import { isAbsolute, relative, resolve, sep } from "node:path";
import { parseCheckpointReference } from "../../clamps/checkpointReference.ts";
import type { Experiment } from "../../experiment/experimentSchema.ts";

/**
 * An experiment whose relative paths (of its data and of checkpoints in clamps) begin at another folder, and name the
 * same files. Both folders are absolute. Paths have slashes, as files of experiments go from system to system.
 */
export function rebasePaths(experiment: Experiment, from: string, to: string): Experiment {
  const moved = (path: string) => {
    if (isAbsolute(path)) return path;
    // On another drive, there is no relative path.
    const target = relative(to, resolve(from, path));
    return target.split(sep).join("/");
  };
  const { data, clamps } = experiment;
  return {
    ...experiment,
    data: { ...data, source: movedSource(data.source, moved) },
    clamps: clamps.map((clamp) =>
      "checkpoint" in clamp && parseCheckpointReference(clamp.checkpoint).kind === "file"
        ? { ...clamp, checkpoint: moved(clamp.checkpoint) }
        : clamp,
    ),
  };
}

type Source = Experiment["data"]["source"];

function movedSource(source: Source, moved: (path: string) => string): Source {
  switch (source.kind) {
    case "hdf5":
      return { ...source, file: moved(source.file) };
    case "omniglot":
      return { ...source, folder: moved(source.folder) };
    case "synthetic":
    case "one-hot":
      return source;
  }
}
