import { join, resolve } from "node:path";
import * as z from "zod";
import { UserError } from "../../userError.ts";
import { allocateExemplars, type Exemplars } from "../exemplars.ts";
import { Featurizer } from "../featurizer.ts";
import { drawingSide } from "../inkDensity.ts";
import { openNpzArray, type NpzArray } from "../npz.ts";
import { scaleToMeanNorm } from "../scaleToMeanNorm.ts";

/** Handwritten characters, turned into features by a fixed random convolutional network. */
export const omniglotSource = z
  .strictObject({
    kind: z.literal("omniglot"),
    folder: z
      .string()
      .min(1)
      .describe(
        "Folder with images_background.npz and images_evaluation.npz, relative to the experiment file.",
      ),
    dimension: z.int().min(1).max(16384).default(512).describe("Length of each drawing's feature vector."),
  })
  .describe("Omniglot drawings, turned into features by fixed random convolutions.");

const archiveNames = ["images_background.npz", "images_evaluation.npz"] as const;

/**
 * Features of the first drawings of the first characters: those of the background archive, then those of the
 * evaluation archive, which is opened only when it is needed. Scaled to a mean norm of 25.
 * @param folder the experiment file's folder
 * @throws UserError when an archive is missing or damaged, has no 105×105 drawings, or too few
 */
export function loadOmniglot(
  source: z.infer<typeof omniglotSource>,
  classes: number,
  perClass: number,
  folder: string,
): Exemplars {
  const archives = openArchives(source.folder, folder, classes, perClass);
  const exemplars = allocateExemplars(classes, perClass, source.dimension);
  const featurizer = new Featurizer(source.dimension);
  let first = 0;
  for (const array of archives) {
    const characters = array.shape[0]!;
    const drawings = array.shape[1]!;
    const start = first;
    array.readRows(
      drawingSide * drawingSide,
      (row) => start + Math.floor(row / drawings) < classes && row % drawings < perClass,
      (row, paper) => {
        const exemplar = (start + Math.floor(row / drawings)) * perClass + (row % drawings);
        featurizer.write(paper, exemplars.features, exemplar * source.dimension);
      },
    );
    first += characters;
  }
  scaleToMeanNorm(exemplars);
  return exemplars;
}

/** As many of the archives as hold the classes that are asked for. */
function openArchives(shownFolder: string, folder: string, classes: number, perClass: number): NpzArray[] {
  const archives: NpzArray[] = [];
  let held = 0;
  for (const name of archiveNames) {
    if (held >= classes) break;
    const file = join(shownFolder, name);
    const array = openNpzArray(resolve(folder, shownFolder, name), "images", file);
    const [characters, drawings, height, width] = array.shape;
    if (array.shape.length !== 4 || height !== drawingSide || width !== drawingSide) {
      throw new UserError(
        `The images have shape (${array.shape.join(", ")}); expected (characters, drawings, 105, 105).`,
        { file, place: "images" },
      );
    }
    if (drawings! < perClass) {
      throw new UserError(
        `The archive has ${drawings!} drawings of each character, but data.exemplars asks for ${perClass}.`,
        { file, place: "images" },
      );
    }
    held += characters!;
    archives.push(array);
  }
  if (held < classes) {
    throw new UserError(`The archives have ${held} characters, but data.classes asks for ${classes}.`, {
      file: shownFolder,
    });
  }
  return archives;
}
