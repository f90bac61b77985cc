import { canonicalJson } from "./canonicalJson.ts";
import { oneLine } from "./oneLine.ts";

/** Keys that are named by other words than their last part. */
const words: Readonly<Record<string, string>> = {
  "seeds.init": "seed",
  "seeds.data": "data seed",
  "seeds.eval": "eval seed",
};

/** Longest text of one value: what is too much is left out of the middle. */
const longest = 40;

/**
 * What a member of a sweep has in place of the experiment's own, in a few words: `seed 6 · classes [50,1473,100]`.
 * @param values by key path; keys are named by their last part where that is enough to tell them apart
 */
export function describeValues(values: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(values).map((key) => words[key] ?? lastPart(key));
  return Object.entries(values)
    .map(([key, value], place) => {
      const name = names[place]!;
      return `${names.filter((each) => each === name).length > 1 ? key : name} ${show(value)}`;
    })
    .join(" · ");
}

function lastPart(key: string): string {
  // An index says nothing without the list that it is into.
  return /[^.[\]]*(\[\d+\]|\.\d+)*$/.exec(key)?.[0].replace(/^\./, "") ?? key;
}

function show(value: unknown): string {
  const text = oneLine(typeof value === "string" ? value : (canonicalJson(value) ?? ""));
  const characters = Array.from(text);
  if (characters.length <= longest) return text;
  const half = (longest - 2) / 2;
  return `${characters.slice(0, half).join("")}…${characters.slice(-half).join("")}`;
}
