import * as vscode from "vscode";

/** The installed extension. */
export function optoscope(): vscode.Extension<unknown> {
  const extension = vscode.extensions.getExtension("optoscope.optoscope");
  if (extension === undefined) throw new Error("Optoscope is not installed");
  return extension;
}
