import { statSync } from "node:fs";
import { resolve } from "node:path";
import type { Dataset, Entity, File } from "h5wasm/node";
import * as z from "zod";
import { UserError } from "../../userError.ts";
import { errorCode } from "../errorCode.ts";
import { allocateExemplars, type Exemplars } from "../exemplars.ts";

/** Feature vectors from a file, in the paper's layout. */
export const hdf5Source = z
  .strictObject({
    kind: z.literal("hdf5"),
    file: z.string().min(1).describe("Path of the HDF5 file, relative to the experiment file."),
    dataset: z
      .string()
      .min(1)
      .default("resnet18/224/feat")
      .describe("Name of the dataset in the file: numbers of shape (classes, exemplars, features)."),
  })
  .describe("Feature vectors from an HDF5 file.");

type Hdf5Source = z.infer<typeof hdf5Source>;

/** Numbers read at a time. */
const blockLength = 2_097_152;
/** Datasets that a message lists. */
const mostListed = 20;

/**
 * The first classes and, of each, the first exemplars of a dataset of shape (classes, exemplars, features), float32 or
 * float64, in the file's order; kept as float32.
 * @param folder the experiment file's folder
 * @throws UserError when the file cannot be read, or the dataset is missing, of another shape or type, too small,
 * or holds a number that is not finite
 */
export async function loadHdf5(
  source: Hdf5Source,
  classes: number,
  perClass: number,
  folder: string,
): Promise<Exemplars> {
  const path = resolve(folder, source.file);
  checkFile(path, source);
  const { default: h5wasm } = await import("h5wasm/node");
  const library = await h5wasm.ready;
  // Otherwise HDF5 prints its errors and goes on.
  library.activate_throwing_error_handler();
  try {
    const file = open(() => new h5wasm.File(path, "r"), source);
    try {
      return read(find(file, source), source, classes, perClass);
    } catch (error) {
      throw asUserError(error, "The data cannot be read", { file: source.file, place: source.dataset });
    } finally {
      closeQuietly(file);
    }
  } finally {
    library.deactivate_throwing_error_handler();
  }
}

function checkFile(path: string, source: Hdf5Source): void {
  let isFile: boolean;
  try {
    isFile = statSync(path).isFile();
  } catch (error) {
    throw new UserError(
      `Cannot open ${path} (${errorCode(error)}).`,
      { file: source.file },
      { cause: error },
    );
  }
  if (!isFile) throw new UserError("This is not a file.", { file: source.file });
}

function open(openFile: () => File, source: Hdf5Source): File {
  try {
    return openFile();
  } catch (error) {
    const place = { file: source.file };
    const text = String(error);
    const sizes = /truncated file: eof = (\d+).*stored_eof = (\d+)/.exec(text);
    if (sizes !== null) {
      throw new UserError(`The file is cut off: it has ${sizes[1]!} bytes of ${sizes[2]!}.`, place, {
        cause: error,
      });
    }
    if (text.includes("file signature"))
      throw new UserError("This is not an HDF5 file.", place, { cause: error });
    throw asUserError(error, "The file cannot be opened", place);
  }
}

function find(file: File, source: Hdf5Source): Dataset {
  const found = file.get(source.dataset);
  if (found !== null && isDataset(found)) return found;
  const what = found === null ? "There is no such dataset" : "This is not a dataset";
  const held = listDatasets(file);
  throw new UserError(`${what}. The file holds: ${held.join(", ") || "no datasets"}.`, {
    file: source.file,
    place: source.dataset,
  });
}

function listDatasets(file: File): string[] {
  const held: string[] = [];
  for (const path of file.paths()) {
    const entity = file.get(path);
    if (entity === null || !isDataset(entity)) continue;
    if (held.length === mostListed) return [...held, "…"];
    held.push(`${path} ${describe(entity)}`);
  }
  return held;
}

function isDataset(entity: Entity): entity is Dataset {
  return "slice" in entity;
}

function describe(dataset: Dataset): string {
  return `(${(dataset.shape ?? []).join(", ")}) ${typeName(dataset)}`;
}

function typeName({ metadata }: Dataset): string {
  const bits = metadata.size * 8;
  const order = metadata.littleEndian ? "" : "big-endian ";
  switch (metadata.type) {
    case 0:
      return `${order}${metadata.signed ? "int" : "uint"}${bits}`;
    case 1:
      return `${order}float${bits}`;
    case 3:
      return "strings";
    default:
      return "other data";
  }
}

function read(dataset: Dataset, source: Hdf5Source, classes: number, perClass: number): Exemplars {
  const place = { file: source.file, place: source.dataset };
  const type = typeName(dataset);
  if (type !== "float32" && type !== "float64") {
    throw new UserError(`The dataset holds ${type}; expected little-endian float32 or float64.`, place);
  }
  const shape = dataset.shape ?? [];
  const [hasClasses, hasExemplars, dimension] = shape;
  if (
    shape.length !== 3 ||
    hasClasses === undefined ||
    hasExemplars === undefined ||
    dimension === undefined
  ) {
    throw new UserError(
      `The dataset has shape (${shape.join(", ")}); expected three axes (classes, exemplars, features).`,
      place,
    );
  }
  if (dimension < 1) throw new UserError("The dataset has no features: its last axis is empty.", place);
  if (hasClasses < classes) {
    throw new UserError(
      `The dataset has ${hasClasses} classes, but data.classes asks for ${classes}.`,
      place,
    );
  }
  if (hasExemplars < perClass) {
    throw new UserError(
      `The dataset has ${hasExemplars} exemplars of each class, but data.exemplars asks for ${perClass}.`,
      place,
    );
  }
  const exemplars = allocateExemplars(classes, perClass, dimension);
  const rows = Math.max(1, Math.floor(blockLength / (perClass * dimension)));
  for (let c = 0; c < classes; c += rows) {
    const block = dataset.slice([
      [c, Math.min(classes, c + rows)],
      [0, perClass],
      [0, dimension],
    ]);
    if (!(block instanceof Float32Array || block instanceof Float64Array)) {
      throw new UserError("The dataset's numbers cannot be read.", place);
    }
    exemplars.features.set(block, c * perClass * dimension);
  }
  checkFinite(exemplars, place);
  return exemplars;
}

function checkFinite(
  { features, perClass, dimension }: Exemplars,
  place: { file: string; place: string },
): void {
  const at = features.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  const row = Math.floor(at / dimension);
  const index = [Math.floor(row / perClass), row % perClass, at % dimension];
  throw new UserError(
    `The number at index [${index.join(", ")}] is ${features[at]!} as float32; all must be finite.`,
    place,
  );
}

function closeQuietly(file: File): void {
  try {
    file.close();
  } catch {
    // Opened for reading only: nothing can be lost, and the error that led here matters more.
  }
}

/** HDF5 reports a stack of causes, the innermost last: that one says what is wrong. */
function asUserError(error: unknown, what: string, place: { file: string; place?: string }): unknown {
  if (error instanceof UserError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const causes = Array.from(message.matchAll(/in \w+\(\): (.*)/g), (match) => match[1]!);
  const why = causes.length > 0 ? causes[causes.length - 1]! : message;
  return new UserError(`${what} (${why}).`, place, { cause: error });
}
