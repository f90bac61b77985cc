import * as vscode from "vscode";
import type { TextEdit } from "../../experiment/jsonEdits.ts";
import { parseExperiment } from "../../experiment/parseExperiment.ts";
import { UserError } from "../../userError.ts";
import { shortPath } from "./experimentSource.ts";

/**
 * Changes an experiment file by one edit that can be undone. A file without unsaved changes is saved; one with such is
 * left for the user to save. It is shown, beside what has the focus, so that the change is seen and can be undone there.
 * @param edit gives the changes for the file's text, offsets in UTF-16 code units
 * @throws UserError when the experiment would have problems: nothing is written then
 */
export async function editExperiment(
  file: string,
  edit: (text: string) => readonly TextEdit[],
): Promise<void> {
  const document = await openDocument(file);
  const text = document.getText();
  const edits = edit(text);
  parseExperiment(applied(text, edits), shortPath(file));
  const wasDirty = document.isDirty;
  const changes = new vscode.WorkspaceEdit();
  for (const { offset, length, content } of edits) {
    const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
    changes.replace(document.uri, range, content);
  }
  const isApplied = await vscode.workspace.applyEdit(changes);
  if (!isApplied || (!wasDirty && !(await document.save())))
    throw new UserError("could not be written", { file: shortPath(file) });
  const editor = await vscode.window.showTextDocument(document, { preserveFocus: true, preview: false });
  const last = edits.at(-1);
  if (last !== undefined)
    editor.revealRange(new vscode.Range(document.positionAt(last.offset), document.positionAt(last.offset)));
}

async function openDocument(file: string): Promise<vscode.TextDocument> {
  try {
    return await vscode.workspace.openTextDocument(vscode.Uri.file(file));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`cannot be opened (${reason})`, { file: shortPath(file) }, { cause: error });
  }
}

/** The text after edits, which do not overlap. */
function applied(text: string, edits: readonly TextEdit[]): string {
  let result = text;
  for (const { offset, length, content } of [...edits].sort((a, b) => b.offset - a.offset))
    result = result.slice(0, offset) + content + result.slice(offset + length);
  return result;
}
