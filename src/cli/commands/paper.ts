import { setMaxListeners } from "node:events";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { builtProgram } from "../../execution/builtProgram.ts";
import { verdictSummary } from "../../figures/report/verdictSummary.ts";
import { didYouMean } from "../../nearest.ts";
import { paperFigures } from "../../paper/paperFigures.ts";
import type { PaperFigure } from "../../paper/paperFigure.ts";
import type { LabTask } from "../../paper/paperLab.ts";
import { PaperLab } from "../../paper/paperLab.ts";
import type { Reproduced } from "../../paper/reproduce.ts";
import { reproduce } from "../../paper/reproduce.ts";
import { WatchedLab } from "../../paper/watchedLab.ts";
import { formatDuration } from "../../runs/comparison/formatNumbers.ts";
import { defaultRunsRoot } from "../../runs/runCatalogue.ts";
import type { Call, Command } from "../command.ts";
import { countOption, flag, textOption, UsageError } from "../command.ts";
import { formatVerdicts } from "../formatVerdicts.ts";
import { Interruption } from "../interruption.ts";
import { PaperDisplay } from "../paperDisplay.ts";
import { shownPath, textWidth } from "../terminalText.ts";

const all = "all";

/** `optoscope paper`: reproduces figures and tables of the paper. */
export const paper: Command = {
  name: "paper",
  usage: "FIGURE…|all [--quick] [--seeds 5,6,7] [--out DIR] [--runs ROOT] [--parallel N] [--json]",
  summary:
    "Reproduce figures of the paper: train and measure what is missing, draw them, and hold its statements against them.",
  options: {
    quick: { type: "boolean" },
    seeds: { type: "string" },
    out: { type: "string" },
    runs: { type: "string" },
    parallel: { type: "string" },
    json: { type: "boolean" },
  },
  explanations: {
    FIGURE: `one of ${paperFigures.map(({ id }) => id).join(", ")}`,
    "--quick": "a tenth of the sequences at ten times the learning rate: the same effects, other numbers",
    "--seeds LIST": "of the initial parameters. Default: those that the paper speaks of, figure by figure",
    "--out DIR": "where figures go. Default: .optoscope/paper; with --quick, .optoscope/paper-quick",
    "--runs ROOT":
      "where runs are, to be used again, and where new ones go. Default: .optoscope/runs. Interrupted ones go on",
    "--parallel N": "how many runs and measures compute at a time. Default: as many as there are processors",
    "--json": "print only the verdicts and paths, as one line of JSON",
  },
  arity: [1, Infinity],
  async run(call) {
    const figures = chosenFigures(call.positionals);
    const seeds = chosenSeeds(call);
    const quick = flag(call, "quick");
    const json = flag(call, "json");
    const parallel = countOption(call, "parallel") ?? availableParallelism();
    const out = resolve(textOption(call, "out") ?? join(".optoscope", quick ? "paper-quick" : "paper"));
    const root = resolve(textOption(call, "runs") ?? defaultRunsRoot(process.cwd()));
    const display = new PaperDisplay(process.stderr, json);
    const interruption = new Interruption(() => {
      display.print("Stopping: runs are saved, and go on the next time.");
    }, ["SIGHUP"]);
    // All runs and measures listen to it at once.
    setMaxListeners(0, interruption.signal);
    let done = 0;
    let tasks: readonly LabTask[] = [];
    const show = () => {
      display.update(tasks, lab.work, { done, all: figures.length });
    };
    const lab = new WatchedLab(
      new PaperLab({
        ...{ root, parallel, quick, folder: process.cwd(), signal: interruption.signal },
        trainer: builtProgram("trainer"),
        measurer: builtProgram("measurer"),
        group: `paper ${figures.length === paperFigures.length ? all : figures.map(({ id }) => id).join(" ")}`,
        log: (text) => {
          display.print(text);
        },
        onTasks: (now) => {
          tasks = now;
          lab.see(now);
          show();
        },
      }),
    );
    try {
      const result = await reproduce({
        ...{ figures, lab, seeds, out },
        onFigure: (figure) => {
          done++;
          display.print(`${figure.id}: done. ${verdictSummary([figure])}`);
          show();
        },
        onFailure: ({ id, reason }) => {
          if (!interruption.isInterrupted) display.print(`${id}: ${reason}`);
        },
      });
      display.clear();
      const wasInterrupted = interruption.isInterrupted;
      if (json) process.stdout.write(`${JSON.stringify(asJson(result, out, quick))}\n`);
      else report(result, figures.length, wasInterrupted);
      if (result.failures.length === 0) return 0;
      return wasInterrupted ? 130 : 1;
    } finally {
      display.clear();
      // What goes wrong here is no reason to leave trainers behind.
      interruption.abort();
      interruption.end();
    }
  },
};

function chosenFigures(names: readonly string[]): readonly PaperFigure[] {
  const ids = paperFigures.map(({ id }) => id);
  const wanted = new Set<string>();
  for (const name of names) {
    const id = name.toLowerCase();
    if (id === all) for (const each of ids) wanted.add(each);
    else if (ids.includes(id)) wanted.add(id);
    else
      throw new UsageError(
        `there is no figure ${name}${didYouMean(name, [...ids, all])}; there are ${ids.join(", ")}`,
      );
  }
  return paperFigures.filter(({ id }) => wanted.has(id));
}

function chosenSeeds(call: Call): readonly number[] | null {
  const text = textOption(call, "seeds");
  if (text === undefined) return null;
  const seeds = text.split(",").map((part) => (/^\d{1,10}$/.test(part) ? Number(part) : Number.NaN));
  if (!seeds.every((seed) => seed <= 0xffff_ffff))
    throw new UsageError(`--seeds: expected whole numbers from 0 to 4294967295 with commas, got ${text}`);
  if (new Set(seeds).size < seeds.length) throw new UsageError(`--seeds: a seed is given twice in ${text}`);
  return seeds;
}

function report(
  { figures, failures, report: page, seconds }: Reproduced,
  asked: number,
  wasInterrupted: boolean,
) {
  const width = Math.min(80, textWidth(process.stdout));
  if (figures.length > 0) process.stdout.write(`\n${formatVerdicts(figures, width)}\n\n`);
  for (const { id, reason } of wasInterrupted ? [] : failures)
    process.stderr.write(`${id} could not be made: ${reason}\n`);
  const lines = [
    `${figures.length} of ${asked} ${asked === 1 ? "figure" : "figures"} after ${formatDuration(seconds)}.`,
    ...(figures.length > 0 ? [verdictSummary(figures)] : []),
    ...(page === null ? [] : [`Report: ${shownPath(page)}`]),
    ...(wasInterrupted ? ["The same command goes on where this one stopped."] : []),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}

function asJson({ figures, failures, report: page, seconds }: Reproduced, out: string, quick: boolean) {
  return {
    ...{ out, quick, seconds, report: page, failures },
    figures: figures.map(({ id, title, verdicts, runs }) => ({ id, title, verdicts, runs })),
  };
}
