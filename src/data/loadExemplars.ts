import type { DataConfig } from "./dataSchema.ts";
import type { Exemplars } from "./exemplars.ts";
import { loadHdf5 } from "./sources/hdf5.ts";
import { loadOmniglot } from "./sources/omniglot.ts";
import { makeOneHot } from "./sources/oneHot.ts";
import { makeSynthetic } from "./sources/synthetic.ts";

/**
 * The exemplars that the configuration asks for: as many classes, and exemplars of each, as its three parts together.
 * @param seed the data seed; only synthetic exemplars depend on it
 * @param folder the experiment file's folder, from which relative paths start
 * @throws UserError when a source cannot be read or holds too little
 */
export async function loadExemplars(data: DataConfig, seed: number, folder: string): Promise<Exemplars> {
  const { source } = data;
  const classes = data.classes[0] + data.classes[1] + data.classes[2];
  const perClass = data.exemplars[0] + data.exemplars[1] + data.exemplars[2];
  switch (source.kind) {
    case "synthetic":
      return makeSynthetic(source, classes, perClass, seed);
    case "one-hot":
      return makeOneHot(classes, perClass);
    case "hdf5":
      return loadHdf5(source, classes, perClass, folder);
    case "omniglot":
      return loadOmniglot(source, classes, perClass, folder);
  }
}
