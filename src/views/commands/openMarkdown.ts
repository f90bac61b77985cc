import * as vscode from "vscode";

/** Shows a Markdown file as a reader sees it; as text where the editor has no preview. */
export async function openMarkdown(file: string): Promise<void> {
  const uri = vscode.Uri.file(file);
  try {
    await vscode.commands.executeCommand("markdown.showPreview", uri);
  } catch {
    // The preview is an extension, which can be turned off.
    await vscode.window.showTextDocument(uri, { preview: false });
  }
}
