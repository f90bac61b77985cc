import * as vscode from "vscode";
import { UserError } from "../../userError.ts";
import { askChoice } from "./askChoice.ts";
import { askInTurn, type Question } from "./askInTurn.ts";
import { askText } from "./askText.ts";
import { checkFileName, freeFileName, withEnding } from "./experimentFileName.ts";

/** What a new experiment file is made from. */
export interface NewFile {
  readonly title: string;
  /** What the file is called unless the user says otherwise, without its ending. */
  readonly base: string;
  /** Which folder to begin with; null: the user chooses among those of the workspace. */
  readonly folder: vscode.Uri | null;
  /** The content of the file, given its name, and its address. */
  readonly content: (fileName: string, uri: vscode.Uri) => string;
  /** What is asked before. */
  readonly before?: readonly Question[];
}

/**
 * Asks where a new experiment file goes, and writes it there. Never over another file.
 * @returns the new file, null where the user breaks off
 * @throws UserError when it cannot be written
 */
export async function createExperimentFile(file: () => NewFile): Promise<vscode.Uri | null> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  let folder = folders[0]?.uri;
  if (folder === undefined) throw new UserError("Experiments are kept in a folder: open one first.");
  const first = folder;
  let name = "";
  const whichFolder: Question = (place) =>
    askChoice(place, {
      placeholder: "Folder for the experiment",
      choices: folders.map(({ name: label, uri }) => ({ label, description: uri.fsPath, choice: uri })),
      answer: (choice) => {
        folder = choice;
      },
    });
  const whichName: Question = async (at) => {
    const into = folder ?? first;
    const taken = await namesIn(into);
    const place = folders.find(({ uri }) => uri.toString() === into.toString())?.name;
    return askText(at, {
      prompt: `File name in ${place ?? vscode.workspace.asRelativePath(into, true)}, ending in .opto.json`,
      value: freeFileName(file().base, (each) => taken.has(each.toLowerCase())),
      check: (text) => {
        const wrong = checkFileName(text);
        if (wrong !== null) return wrong;
        return taken.has(withEnding(text).toLowerCase()) ? "There is a file of that name already." : null;
      },
      answer: (text) => {
        name = withEnding(text);
      },
    });
  };
  const { title, before = [], folder: given } = file();
  if (given !== null) folder = given;
  const mustChoose = given === null && folders.length > 1;
  const questions = [...before, ...(mustChoose ? [whichFolder] : []), whichName];
  if (!(await askInTurn(title, () => questions))) return null;
  const uri = vscode.Uri.joinPath(folder, name);
  await writeNew(uri, file().content(name, uri));
  return uri;
}

/** Small letters, as some systems make no difference. */
async function namesIn(folder: vscode.Uri): Promise<ReadonlySet<string>> {
  try {
    const entries = await vscode.workspace.fs.readDirectory(folder);
    return new Set(entries.map(([name]) => name.toLowerCase()));
  } catch {
    // The folder of a new file may not be there yet.
    return new Set();
  }
}

async function writeNew(uri: vscode.Uri, content: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  // Unlike a plain write, this fails where a file has come to be there since its name was checked.
  edit.createFile(uri, {
    contents: new TextEncoder().encode(content),
    overwrite: false,
    ignoreIfExists: false,
  });
  if (!(await vscode.workspace.applyEdit(edit)))
    throw new UserError("could not be created: is there a file of that name already?", {
      file: vscode.workspace.asRelativePath(uri),
    });
}
