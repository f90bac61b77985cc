import type * as tfjs from "@tensorflow/tfjs-core";
import nodeModule from "node:module";
import { join } from "node:path";
import util from "node:util";
import { UserError } from "../../userError.ts";

/** The operations of TensorFlow.js. Tensors of one instance mean nothing to another, so it is handed around. */
export type TensorFlow = typeof tfjs;

/** A TensorFlow.js that is ready to compute, and what it is called in a run record: `tensorflow cpu 4.22.0`. */
export interface LoadedTensorFlow {
  readonly tf: TensorFlow;
  readonly name: string;
}

/**
 * The variable of the environment that names a folder whose `node_modules` has the native package, for those who
 * installed it outside of Optoscope.
 */
const folderVariable = "OPTOSCOPE_TENSORFLOW_FOLDER";

/**
 * Loads TensorFlow.js: with the native library (`tensorflow node …`) where its package is installed and works, else in
 * plain JavaScript (`tensorflow cpu …`). Where OPTOSCOPE_TENSORFLOW_FOLDER names a folder, it is the native library of
 * that folder and no other.
 * @throws UserError when that folder does not have it, or it does not work
 */
export async function loadTensorFlow(): Promise<LoadedTensorFlow> {
  const folder = process.env[folderVariable] ?? "";
  if (folder !== "") return quietly(() => loadFrom(folder));
  return quietly(async () => (await tryNative()) ?? (await loadPlain()));
}

/** Put together, so that neither compiler nor bundler looks for it: it is absent where its installer failed. */
const nativePackage = ["@tensorflow", "tfjs-node"].join("/");

/** null where the package is missing, has no binary, or fails in any other way: it is optional. */
async function tryNative(): Promise<LoadedTensorFlow | null> {
  try {
    return await loadNative(() => import(nativePackage));
  } catch {
    return null;
  }
}

async function loadFrom(folder: string): Promise<LoadedTensorFlow> {
  const require = nodeModule.createRequire(join(folder, "package.json"));
  try {
    require.resolve(nativePackage);
  } catch (error) {
    const remedy = `install it there (npm install ${nativePackage}), or name another folder in the setting`;
    throw new UserError(`the folder has no ${nativePackage}: ${remedy}`, { file: folder }, { cause: error });
  }
  const fail = (reason: string, cause?: unknown): never => {
    throw new UserError(
      `${nativePackage} in this folder does not work: ${reason}`,
      { file: folder },
      { cause },
    );
  };
  try {
    const loaded = await loadNative(() => Promise.resolve(require(nativePackage)));
    return loaded ?? fail("it has no native backend");
  } catch (error) {
    if (error instanceof UserError) throw error;
    // Its own message fills a page, with the reason first.
    return fail(error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error), error);
  }
}

/** null where the package loads, but without its native backend. */
async function loadNative(load: () => Promise<unknown>): Promise<LoadedTensorFlow | null> {
  // Asked of Node's own module, because 4.22.0 calls it and Node 23 has it no more.
  if (!("isNullOrUndefined" in util)) {
    Object.assign(util, { isNullOrUndefined: (value: unknown) => value === null || value === undefined });
  }
  process.env["TF_CPP_MIN_LOG_LEVEL"] ??= "2";
  const tf = unwrap((await load()) as TensorFlow & { default?: TensorFlow });
  await tf.ready();
  if (tf.getBackend() !== "tensorflow") return null;
  const { version } = tf as TensorFlow & { version: Readonly<Record<string, string>> };
  return { tf, name: `tensorflow node ${version["tfjs-node"] ?? tf.version_core}` };
}

async function loadPlain(): Promise<LoadedTensorFlow> {
  const tf = unwrap(await import("@tensorflow/tfjs-core"));
  await import("@tensorflow/tfjs-backend-cpu");
  const { derivatives } = await import("./derivatives.ts");
  for (const derivative of derivatives) tf.registerGradient(derivative);
  // Otherwise the first operation prints an advertisement for the native package.
  tf.enableProdMode();
  await tf.setBackend("cpu");
  return { tf, name: `tensorflow cpu ${tf.version_core}` };
}

/** The package is CommonJS: Node gives all of it as `default`, a bundler may not. */
function unwrap(module: TensorFlow & { default?: TensorFlow }): TensorFlow {
  return module.default ?? module;
}

/** Keeps the packages from printing while they load. */
async function quietly<Result>(load: () => Promise<Result>): Promise<Result> {
  const { log, info, warn, error } = console;
  const nothing = () => undefined;
  Object.assign(console, { log: nothing, info: nothing, warn: nothing, error: nothing });
  try {
    return await load();
  } finally {
    Object.assign(console, { log, info, warn, error });
  }
}
