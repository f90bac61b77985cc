import { measured } from "../measured.ts";
import type { PaperFigure } from "../paperFigure.ts";
import { figureRuns } from "../paperRuns.ts";
import { quickNote, quickReason } from "../paperTime.ts";
import { publishedHeads } from "../publishedHeads.ts";
import { matchPoints, matchVerdicts } from "./mistakesVerdicts.ts";

/** Table 3: accuracy of each head alone with a perfect match. */
export const table3: PaperFigure = {
  id: "table3",
  title: "Accuracy of each layer-1 head alone with a perfect match",
  seeds: [5],
  async build(lab, [seed = 5]) {
    const run = await lab.base(seed);
    const [mistakes] = await measured(lab, run, "mistakes");
    const points = matchPoints(mistakes!.value).sort((a, b) => b.strength - a.strength);
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
            publishedHeads[rank]?.head ?? null,
            publishedHeads[rank]?.perfect ?? null,
          ]),
        },
      ],
      verdicts: matchVerdicts(points, seed, quickReason(lab)),
      runs: figureRuns([run]),
    };
  },
};
