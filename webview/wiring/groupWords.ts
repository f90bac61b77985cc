import type { WiringData } from "./wiringData.ts";
import type { GroupKey } from "./wiringUi.ts";
import type { WiringView } from "./wiringView.ts";

/** The heading of a group of matrices, what is held in it, and what is said while it is empty. */
export function groupWords(
  key: GroupKey,
  { settings: { layers }, measured }: Pick<WiringView, "settings" | "measured">,
  { work, problems }: Pick<WiringData, "work" | "problems">,
  isTrusted: boolean,
): { title: string; note: string; empty: string } {
  const [from, to] = layers;
  const untrusted = "Nothing is measured until you trust this workspace.";
  const held =
    "Values preserved: every head's values stay as they are without clamps, so that only what heads attend to changes. " +
    "Patterns preserved: attention stays, so that only what is moved changes.";
  const toCompute = !isTrusted
    ? untrusted
    : work !== null
      ? "Being computed…"
      : "Not computed yet: press Compute.";
  switch (key) {
    case "without":
      return {
        title: `Without one head of layer ${from}`,
        note: `One head of layer ${to} is left active (row), one head of layer ${from} is ablated (column). ${held}`,
        empty: toCompute,
      };
    case "only":
      return {
        title: `With only one head of layer ${from}`,
        note: `One head of layer ${to} is left active (row), and one head of layer ${from} (column). ${held}`,
        empty: toCompute,
      };
    case "composition":
      return {
        title: "Composition of weights",
        note:
          `How much of what a head of layer ${from} writes could be read by a head of layer ${to} as key, query or value. ` +
          "It needs no sequences, and does not tell whether it is read." +
          (measured.composition === null || problems.composition === null
            ? ""
            : ` These are of another place: at the one chosen, the weights could not be read: ${problems.composition}`),
        empty: !isTrusted
          ? untrusted
          : problems.composition === null
            ? "Reading the weights…"
            : `The weights could not be read: ${problems.composition}`,
      };
  }
}
