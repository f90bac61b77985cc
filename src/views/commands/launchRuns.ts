import { newRunFolder } from "../../runs/runCatalogue.ts";
import type { TrainerJob } from "../../protocol/trainerMessages.ts";
import { UserError } from "../../userError.ts";
import { configuration } from "../configuration.ts";
import type { Services } from "../services.ts";

/** What a new run is made from, besides its id and folder. */
export type NewRun =
  | Omit<Extract<TrainerJob, { kind: "create" }>, "id" | "runFolder">
  | Omit<Extract<TrainerJob, { kind: "fork" }>, "id" | "runFolder">;

/** Runs that one Live panel opens with, at most. */
const mostShown = 16;

/**
 * Starts runs, or queues them where enough are training, and shows them: the first, or its group, is revealed in the
 * Runs view, and one Live panel opens for all of them if the setting says so.
 * @throws UserError where no folder is open
 */
export async function launchRuns(services: Services, runs: readonly NewRun[]): Promise<void> {
  const { library, pool, runsTree, panels, focusedRuns, log } = services;
  const { root } = library;
  if (root === null) throw new UserError("Runs are kept in a folder: open one first.");
  const ids = runs.map((run) => {
    const { id, folder } = newRunFolder(root, run.experiment.name, new Date());
    pool.launch({ ...run, id, runFolder: folder });
    log.info(`${id}: launched (${run.kind})`);
    return id;
  });
  const opensPanel = configuration.openLivePanelOnRun();
  if (opensPanel) panels.openLive(ids.slice(0, mostShown));
  // Queued runs are in the list at once; one that is not has failed, which is told elsewhere.
  const [first] = ids;
  if (first !== undefined && library.find(first) !== undefined) {
    const group = ids.length > 1 ? library.find(first)?.group : null;
    await (group == null ? runsTree.reveal(first) : runsTree.revealGroup(group.id));
  }
  if (opensPanel) focusedRuns.turnToPanel();
}
