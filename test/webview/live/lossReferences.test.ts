import { expect, it } from "vitest";
import { lossReferences } from "../../../webview/live/lossReferences.ts";
import { snapshot } from "../snapshot.ts";

it("lossReferences has the loss of guessing", () => {
  const run = snapshot({ id: "a", slot: 3 });
  expect(lossReferences([run]).map(({ at }) => at)).toEqual([Math.log(5), Math.LN2, 0.4 * Math.LN2]);
});
