import { processesOf, type Process } from "../editor/processes.ts";
import type { RunningEditor } from "../editor/startEditor.ts";

/** The processes that an editor has started to measure, and that run. */
export function measurers(editor: RunningEditor): Process[] {
  return processesOf(editor).filter(({ command }) => /\bdist\/measurer\.js\b/.test(command));
}
