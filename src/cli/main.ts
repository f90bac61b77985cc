import { parseArgs } from "node:util";
import { UserError } from "../userError.ts";
import { version } from "../version.ts";
import type { Call, Command, ExitCode } from "./command.ts";
import { UsageError } from "./command.ts";
import { bench } from "./commands/bench.ts";
import { presets } from "./commands/presets.ts";
import { resume } from "./commands/resume.ts";
import { run } from "./commands/run.ts";
import { trace } from "./commands/trace.ts";

const commands: readonly Command[] = [presets, run, resume, trace, bench];

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
      print(`${usage(command)}\n\n${command.summary}`);
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
    if (positionals.length < least) throw new UsageError("something is missing");
    if (positionals.length > most) throw new UsageError(`unexpected argument ${positionals[most] ?? ""}`);
    return { positionals, options: { ...values } };
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(error.message, { cause: error });
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
  return `Usage: optoscope ${name} ${parameters}`.trimEnd();
}

function help(): string {
  const width =
    Math.max(...commands.map(({ name, usage: parameters }) => name.length + parameters.length)) + 3;
  const lines = commands.map(
    ({ name, usage: parameters, summary }) => `  ${`${name} ${parameters}`.padEnd(width)}${summary}`,
  );
  return `Optoscope ${version}: clamp heads of small transformers throughout training.\n\n${lines.join("\n")}`;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function complain(text: string): void {
  process.stderr.write(`${text}\n`);
}
