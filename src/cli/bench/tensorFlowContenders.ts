import type { ExperimentInput } from "../../experiment/experimentSchema.ts";
import { loadTensorFlow } from "../../runtimes/tensorflow/loadTensorFlow.ts";
import type { Contender } from "./contender.ts";
import { engineContender } from "./engineContender.ts";

/**
 * The base run with no exemplars but those that training draws. TensorFlow.js executes a program as it was traced, and so
 * embeds all exemplars there are in every step; those of other splits would make it seem fifty times slower than it is.
 */
const changes: ExperimentInput = {
  data: { classes: [50, 0, 0], exemplars: [1, 0, 0] },
  engine: { runtime: "tensorflow" },
};

/** TensorFlow.js: its pure-JavaScript backend first, and the native one where it is installed. */
export async function tensorFlowContenders(): Promise<Contender[]> {
  const { tf, name } = await loadTensorFlow();
  const native = tf.getBackend();
  const plain = await engineContender(changes, () => tf.setBackend("cpu"));
  const plainName = `tensorflow cpu ${tf.version_core}`;
  if (native === "cpu") return [{ ...plain, name: plainName }];
  const other = await engineContender(changes, () => tf.setBackend(native));
  return [
    { ...plain, name: plainName },
    { ...other, name },
  ];
}
