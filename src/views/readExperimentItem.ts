import { FileType, workspace, type Uri } from "vscode";
import { parseExperiment } from "../experiment/parseExperiment.ts";
import { UserError } from "../userError.ts";
import type { ExperimentItem } from "./experimentItem.ts";

const maxBytes = 5_000_000;

/** An experiment file as it was read; `text` is null where there is none to speak of. */
export interface ExperimentRead {
  readonly item: Extract<ExperimentItem, { kind: "file" }>;
  readonly text: string | null;
}

/** Reads an experiment file: what an editor holds, saved or not, before what is on the disk. Never throws. */
export async function readExperimentItem(uri: Uri): Promise<ExperimentRead> {
  const name = workspace.asRelativePath(uri);
  let text: string | null = null;
  try {
    text = openText(uri) ?? (await textOf(uri, name));
    return {
      item: { kind: "file", uri, name, experiment: parseExperiment(text, name), problem: null },
      text,
    };
  } catch (error) {
    const problem = error instanceof UserError ? error.message : `${name}: cannot be read (${String(error)})`;
    return { item: { kind: "file", uri, name, experiment: null, problem }, text };
  }
}

function openText(uri: Uri): string | null {
  const key = uri.toString();
  return workspace.textDocuments.find((document) => document.uri.toString() === key)?.getText() ?? null;
}

async function textOf(uri: Uri, file: string): Promise<string> {
  const { size, type } = await workspace.fs.stat(uri);
  if ((type & FileType.File) === 0) throw new UserError("expected an experiment file", { file });
  if (size > maxBytes) throw new UserError(`expected at most ${maxBytes} bytes, got ${size}`, { file });
  const bytes = await workspace.fs.readFile(uri);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new UserError("expected JSON as UTF-8 text, got other bytes", { file }, { cause: error });
  }
}
