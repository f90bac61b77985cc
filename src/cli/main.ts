#!/usr/bin/env node
import { parseArgs } from "node:util";
import { UserError } from "../userError.ts";
import { version } from "../version.ts";
import type { Call, Command, ExitCode } from "./command.ts";
import { UsageError } from "./command.ts";
import { textWidth, wrap } from "./terminalText.ts";
import { bench } from "./commands/bench.ts";
import { compare } from "./commands/compare.ts";
import { measure } from "./commands/measure.ts";
import { paper } from "./commands/paper.ts";
import { presets } from "./commands/presets.ts";
import { resume } from "./commands/resume.ts";
import { run } from "./commands/run.ts";
import { trace } from "./commands/trace.ts";

const commands: readonly Command[] = [presets, run, resume, compare, measure, trace, paper, bench];

// Whoever reads may go away (`| head`); that must not break a run off.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<ExitCode> {
  const [name, ...rest] = args;
  if (name === undefined || name === "help" || name === "--help" || name === "-h") {
    print(help());
    return name === undefined ? 2 : 0;
  }
  if (name === "--version") {
    print(version);
    return 0;
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (command === undefined) {
    complain(`optoscope: there is no command ${name}.\n\n${help()}`);
    return 2;
  }
  try {
    if (rest.includes("--help") || rest.includes("-h")) {
      print(commandHelp(command));
      return 0;
    }
    return await command.run(parse(command, rest));
  } catch (error) {
    return explain(command, error);
  }
}

function parse(command: Command, args: readonly string[]): Call {
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      options: command.options,
      allowPositionals: true,
    });
    const [least, most] = command.arity;
    if (positionals.length < least) throw new UsageError("an argument is missing");
    if (positionals.length > most) throw new UsageError(`unexpected argument ${positionals[most] ?? ""}`);
    return { positionals, options: { ...values } };
  } catch (error) {
    if (error instanceof TypeError) {
      // After the first sentence, Node explains how a file of that name would be given.
      const [sentence = ""] = error.message.split(". ");
      throw new UsageError(sentence, { cause: error });
    }
    throw error;
  }
}

/** Tells what went wrong on one screen. Only a mistake of ours shows where in the code it happened. */
function explain(command: Command, error: unknown): ExitCode {
  if (error instanceof UsageError) {
    complain(`optoscope ${command.name}: ${error.message}\n\n${usage(command)}`);
    return 2;
  }
  if (error instanceof UserError) {
    complain(`optoscope ${command.name}: ${error.message}`);
    return 1;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const where = stack.split("\n").slice(0, 8).join("\n");
  complain(
    `optoscope ${command.name}: this should not have happened, and is a mistake in Optoscope.\n${where}`,
  );
  return 1;
}

function usage({ name, usage: parameters }: Command): string {
  return wrap(`Usage: optoscope ${name} ${parameters}`.trimEnd(), textWidth(process.stdout), 4);
}

function commandHelp(command: Command): string {
  const { summary, explanations = {} } = command;
  const rows = Object.entries(explanations);
  return [
    usage(command),
    "",
    wrap(summary, textWidth(process.stdout)),
    ...(rows.length > 0 ? ["", list(rows)] : []),
  ].join("\n");
}

function help(): string {
  const title = `Optoscope ${version}: clamp heads of small transformers throughout training.`;
  const more =
    "optoscope COMMAND --help tells more. Exit codes: 0 done, 1 failed, 2 unusable arguments, 130 interrupted.";
  const width = textWidth(process.stdout);
  const rows = list(commands.map(({ name, summary }) => [name, summary] as const));
  return [wrap(title, width), "", "Usage: optoscope COMMAND …", "", rows, "", wrap(more, width)].join("\n");
}

/** Terms and what they mean, in two columns. */
function list(rows: readonly (readonly [string, string])[]): string {
  const indent = Math.max(...rows.map(([term]) => term.length)) + 4;
  return rows
    .map(([term, text]) => `  ${term.padEnd(indent - 2)}${wrap(text, textWidth(process.stdout), indent)}`)
    .join("\n");
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function complain(text: string): void {
  process.stderr.write(`${text}\n`);
}
