import { accessSync, constants } from "node:fs";
import type { Figure } from "../figures/figure.ts";
import { makeFolder } from "../runs/makeFolder.ts";
import { withFileErrors } from "../runs/withFileErrors.ts";
import { UserError } from "../userError.ts";
import type { Lab } from "./lab.ts";
import type { PaperFigure } from "./paperFigure.ts";
import { writeFigure } from "./writeFigure.ts";
import { writeReport } from "./writeReport.ts";

/** The seeds of figures that do not say theirs. */
const usualSeeds = [5, 6, 7];

/** What is to be reproduced, and how. */
export interface ReproduceOptions {
  readonly figures: readonly PaperFigure[];
  readonly lab: Lab;
  /** The seeds of all figures; null: those that the paper's statements are about. */
  readonly seeds: readonly number[] | null;
  /** The folder that files go to; absolute, made where it is missing. */
  readonly out: string;
  /** A figure is done and its files are written. */
  readonly onFigure?: (figure: Figure) => void;
  /** A figure could not be made. */
  readonly onFailure?: (failure: FailedFigure) => void;
}

/** A figure that could not be made. */
export interface FailedFigure {
  readonly id: string;
  readonly reason: string;
}

/** What has come of it. */
export interface Reproduced {
  /** In the order in which they were asked for. */
  readonly figures: readonly Figure[];
  readonly failures: readonly FailedFigure[];
  /** Path of the report of all figures that are done; null where none is. */
  readonly report: string | null;
  /** Wall time. */
  readonly seconds: number;
}

/**
 * Makes figures, all at a time, and writes each as soon as it is done; at last a report of all. One that fails does not
 * keep the others from being made.
 * @throws UserError where the folder cannot be written to, before anything else; what is no UserError, after
 *   everything else is done
 */
export async function reproduce(options: ReproduceOptions): Promise<Reproduced> {
  const { figures: wanted, lab, seeds, out, onFigure, onFailure } = options;
  const begun = performance.now();
  // Nobody wants to hear after an hour that nothing can be written.
  prepare(out);
  const bugs: unknown[] = [];
  const failures: FailedFigure[] = [];
  const made = await Promise.all(
    wanted.map(async (each) => {
      try {
        const figure = await each.build(lab, seeds ?? each.seeds ?? usualSeeds);
        await writeFigure(figure, out);
        onFigure?.(figure);
        return figure;
      } catch (error) {
        if (!(error instanceof UserError)) bugs.push(error);
        const failure = { id: each.id, reason: error instanceof Error ? error.message : String(error) };
        failures.push(failure);
        onFailure?.(failure);
        return null;
      }
    }),
  );
  const figures = made.filter((figure) => figure !== null);
  const seconds = (performance.now() - begun) / 1000;
  const facts = { out, quick: lab.quick, seconds, failures };
  const report = figures.length === 0 ? null : writeReport(figures, facts);
  if (bugs.length > 0) throw bugs[0];
  return { figures, failures, report, seconds };
}

function prepare(folder: string): void {
  withFileErrors(folder, "write into the folder", () => {
    makeFolder(folder);
    accessSync(folder, constants.W_OK);
  });
}
