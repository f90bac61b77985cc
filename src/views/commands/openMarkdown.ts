import * as vscode from "vscode";

/** Shows a Markdown file as a reader sees it; as text where the editor has no preview. */
export async function openMarkdown(file: string): Promise<void> {
  const uri = vscode.Uri.file(file);
  // It is an extension, which is not there before a Markdown file is opened, and can be turned off.
  const preview = vscode.extensions.getExtension("vscode.markdown-language-features");
  await preview?.activate();
  if (preview === undefined) await vscode.window.showTextDocument(uri, { preview: false });
  else await vscode.commands.executeCommand("markdown.showPreview", uri);
}
