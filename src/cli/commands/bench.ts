import type { Command } from "../command.ts";

export const bench: Command = {
  name: "bench",
  usage: "",
  summary: "",
  options: {},
  arity: [0, 0],
  run: () => Promise.resolve(0),
};
