import { expect, test } from "vitest";
import { withoutTime } from "../../../../src/views/commands/withoutTime.ts";

test("a clamp without its time is all else of it", () => {
  const clamp = { kind: "set", site: "hook_embed", value: 0 };
  expect(withoutTime({ ...clamp, from: 1, until: 2, when: { measure: "loss", below: 1 } })).toEqual(clamp);
});
