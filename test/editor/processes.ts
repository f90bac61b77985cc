import { readFileSync, readdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { RunningEditor } from "./startEditor.ts";

/** A process of the machine. */
export interface Process {
  readonly pid: number;
  readonly parent: number;
  /** Program and arguments, separated by spaces. */
  readonly command: string;
}

/** The processes of an editor: its server, what descends from it, and what was started from its folder. */
export function processesOf(editor: Pick<RunningEditor, "pid" | "folder">): Process[] {
  const all = list();
  const own = new Set(
    all.filter(({ pid, command }) => pid === editor.pid || command.includes(editor.folder)),
  );
  for (let size = -1; size !== own.size;) {
    size = own.size;
    const pids = new Set([...own].map(({ pid }) => pid));
    for (const process of all) if (pids.has(process.parent)) own.add(process);
  }
  return [...own];
}

/** The extension hosts of an editor: one for each window. */
export function extensionHosts(editor: RunningEditor): Process[] {
  return processesOf(editor).filter(({ command }) => command.includes("--type=extensionHost"));
}

/** The trainers that an editor has started and that run. */
export function trainers(editor: RunningEditor): Process[] {
  return processesOf(editor).filter(({ command }) => /\bdist\/trainer\.js\b/.test(command));
}

/** Ends processes, at once where they do not end within three seconds when asked to. */
export async function killProcesses(processes: readonly Process[]): Promise<void> {
  signal(processes, "SIGTERM");
  for (let attempt = 0; attempt < 30 && list().some(isIn(processes)); attempt++) await sleep(100);
  signal(list().filter(isIn(processes)), "SIGKILL");
  for (let attempt = 0; attempt < 30 && list().some(isIn(processes)); attempt++) await sleep(100);
}

function isIn(processes: readonly Process[]): (process: Process) => boolean {
  return ({ pid, command }) => processes.some((one) => one.pid === pid && one.command === command);
}

function signal(processes: readonly Process[], name: NodeJS.Signals): void {
  for (const { pid } of processes) {
    try {
      process.kill(pid, name);
    } catch {
      // It has ended meanwhile.
    }
  }
}

function list(): Process[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name): Process[] => {
      try {
        const command = readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ").trim();
        // The program's name, in parentheses, may have any characters; state and parent follow it.
        const stat = readFileSync(`/proc/${name}/stat`, "utf8");
        const [state, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
        return state === "Z" ? [] : [{ pid: Number(name), parent: Number(parent), command }];
      } catch {
        return [];
      }
    });
}
