import * as vscode from "vscode";
import type { RunEntry } from "../../execution/runEntry.ts";
import { UserError } from "../../userError.ts";
import type { Services } from "../services.ts";
import { chooseTargets } from "./chooseTargets.ts";
import { runIds } from "./commandArguments.ts";
import { whyNot, type RunAction } from "./runActions.ts";
import { runChoice } from "./runChoice.ts";
import { whySelectionUnfit } from "./whySelectionUnfit.ts";

/** What is asked of runs. */
export interface RunQuestion {
  readonly action: RunAction;
  /** Of the quick pick, such as "Pause". */
  readonly title: string;
  /** What to say where no run is fit for it. */
  readonly none: string;
  /** A condition besides the state's, as `whyNot`. A selection that does not meet it is refused, not passed over. */
  readonly alsoWhyNot?: (run: RunEntry) => string | null;
}

/**
 * The runs that a command works with: those it was called with, else those where the user is (see `FocusedRuns`), else
 * the ones that he picks.
 * @returns none where the user breaks off
 * @throws UserError saying why where no run is fit for it, or the user has selected none but runs of a wrong kind
 */
export async function targetRuns(
  services: Services,
  args: readonly unknown[],
  question: RunQuestion,
  many = true,
): Promise<readonly RunEntry[]> {
  const { library, focusedRuns } = services;
  const found = (ids: readonly string[]) => ids.flatMap((id) => library.find(id) ?? []);
  const named = runIds(args);
  const given = found(named);
  if (named.length > 0 && given.length === 0)
    throw new UserError(`There is no run ${named[0]!.slice(0, 100)}.`);
  const { action, title, none, alsoWhyNot } = question;
  const hinted = focusedRuns.choices.map(found);
  const unfit = given.length > 0 || alsoWhyNot === undefined ? null : whySelectionUnfit(hinted, alsoWhyNot);
  if (unfit !== null) throw new UserError(`${unfit} Select another run.`);
  const targets = chooseTargets({
    given,
    hinted,
    all: library.runs,
    many,
    whyNot: (run) => whyNot(action, run) ?? alsoWhyNot?.(run) ?? null,
  });
  switch (targets.kind) {
    case "take":
      return targets.targets;
    case "none":
      throw new UserError(targets.reason ?? none);
    case "pick": {
      const picked = await vscode.window.showQuickPick(targets.among.map(runChoice), {
        title,
        placeHolder: "Choose a run",
        matchOnDescription: true,
        matchOnDetail: true,
      });
      return picked === undefined ? [] : [picked.choice];
    }
  }
}

/** As `targetRuns`, for commands that work with one run. Null where the user breaks off. */
export async function targetRun(
  services: Services,
  args: readonly unknown[],
  question: RunQuestion,
): Promise<RunEntry | null> {
  const [run] = await targetRuns(services, args, question, false);
  return run ?? null;
}
