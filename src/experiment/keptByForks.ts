/**
 * What a fork must keep of its parent's experiment, by key path, with all that is in these keys: what its parameters,
 * their moments and the losses so far were made with. Clamps, rates, length, evaluation and checkpoints are its own.
 */
export const keptByForks: readonly (readonly string[])[] = [
  ["data"],
  ["model"],
  ["toy", "dimension"],
  ["training", "batch"],
  ["training", "optimizer", "kind"],
  ["seeds", "init"],
  ["seeds", "data"],
  ["engine"],
];
