import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import type { PanelKind } from "../../protocol/panelMessages.ts";

/** The folders of the extension that a panel may load from. */
export function panelRoots(extension: vscode.Uri): readonly vscode.Uri[] {
  return [vscode.Uri.joinPath(extension, "dist", "webview"), vscode.Uri.joinPath(extension, "media")];
}

/**
 * The page of a panel: its style sheets, the script of all panels, which reads from the page which one it is, and a policy
 * that allows nothing else.
 */
export function panelHtml(webview: vscode.Webview, extension: vscode.Uri, kind: PanelKind): string {
  const nonce = randomBytes(16).toString("base64url");
  const uri = (...path: string[]) => webview.asWebviewUri(vscode.Uri.joinPath(extension, ...path)).toString();
  const policy = [
    "default-src 'none'",
    `img-src ${webview.cspSource} data: blob:`,
    `font-src ${webview.cspSource}`,
    // The toolkit makes one empty style element, to see what the browser can do, and looks for the nonce below.
    `style-src ${webview.cspSource} 'nonce-${nonce}'`,
    `script-src 'nonce-${nonce}'`,
  ].join("; ");
  const sheets = ["panel.css", `${kind}.css`]
    .map((file) => `<link rel="stylesheet" href="${uri("media", file)}">`)
    .join("\n    ");
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <meta property="csp-nonce" content="${nonce}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Optoscope</title>
    ${sheets}
  </head>
  <body>
    <main id="panel" data-panel="${kind}"></main>
    <script nonce="${nonce}" src="${uri("dist", "webview", "panel.js")}"></script>
  </body>
</html>`;
}
