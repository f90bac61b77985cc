import { expect, test } from "vitest";
import { whySelectionUnfit } from "../../../../src/views/commands/whySelectionUnfit.ts";

const whyNot = (target: number) => (target % 2 === 0 ? null : `${target} is odd`);

test("a selection of nothing but the wrong kind is refused, by its first, whatever else is selected", () => {
  expect(whySelectionUnfit([[3]], whyNot)).toBe("3 is odd");
  expect(whySelectionUnfit([[5, 3], [2]], whyNot)).toBe("5 is odd");
  expect(whySelectionUnfit([[], [7], [2]], whyNot)).toBe("7 is odd");
});

test("one of the right kind is enough, and without a selection there is nothing to refuse", () => {
  expect(whySelectionUnfit([[3, 2]], whyNot)).toBeNull();
  expect(whySelectionUnfit([[2], [3]], whyNot)).toBeNull();
  expect(whySelectionUnfit([[], []], whyNot)).toBeNull();
});
