import { measured } from "../measured.ts";
import type { PaperFigure } from "../paperFigure.ts";
import { figureRuns } from "../paperRuns.ts";
import { quickNote, quickReason } from "../paperTime.ts";
import { matchPoints, matchVerdicts } from "./mistakesVerdicts.ts";

/** Accuracies of the paper's heads L1H0 … L1H7 with a perfect match, each alone, and their strengths. */
const published = [0.5, 0.828, 0.827, 0.999, 0.621, 0.764, 0.285, 0.707];
const publishedStrengths = [0.418, 0.736, 0.708, 0.845, 0.289, 0.553, 0.104, 0.57];

/** Table 3: accuracy of each head alone with a perfect match. */
export const table3: PaperFigure = {
  id: "table3",
  title: "Accuracy of each layer-1 head alone with a perfect match",
  seeds: [5],
  async build(lab, [seed = 5]) {
    const run = await lab.base(seed);
    const [mistakes] = await measured(lab, run, "mistakes");
    const points = matchPoints(mistakes!.value).sort((a, b) => b.strength - a.strength);
    const theirs = published
      .map((accuracy, head) => ({ head: `L1H${head}`, accuracy, strength: publishedStrengths[head]! }))
      .sort((a, b) => b.strength - a.strength);
    return {
      id: "table3",
      title: "Table 3: each head alone with a perfect match",
      caption: `Heads by strength, as heads of other initial parameters do not correspond.${quickNote(lab)}`,
      plots: [],
      tables: [
        {
          title: "Accuracy on all training sequences, strongest head first",
          columns: ["head", "strength", "own match", "perfect match", "paper's head", "paper"],
          rows: points.map(({ head, strength, computed, perfect }, rank) => [
            head,
            strength,
            computed,
            perfect,
            theirs[rank]?.head ?? null,
            theirs[rank]?.accuracy ?? null,
          ]),
        },
      ],
      verdicts: matchVerdicts(points, seed, quickReason(lab)),
      runs: figureRuns([run]),
    };
  },
};
