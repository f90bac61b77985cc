import { join } from "node:path";
import * as vscode from "vscode";
import type { RunLibrary } from "../../execution/runLibrary.ts";
import { Disposable } from "../../disposable.ts";

const scheme = "optoscope-run";

/** Shows the resolved experiments of runs as read-only documents, for VS Code's text diff. */
export class RunDocuments extends Disposable {
  readonly #library: RunLibrary;

  constructor(library: RunLibrary) {
    super();
    this.#library = library;
    this.register(
      vscode.workspace.registerTextDocumentContentProvider(scheme, {
        provideTextDocumentContent: (uri) => this.#text(uri.query),
      }),
    );
  }

  /** Opens the experiments of two runs side by side, the first on the left. */
  async showDiff(left: string, right: string): Promise<void> {
    const names = [left, right].map((id) => this.#library.find(id)?.name ?? id);
    const [a, b] = [this.#uri(left), this.#uri(right)];
    await vscode.commands.executeCommand("vscode.diff", a, b, names.join(" ↔ "));
  }

  #uri(id: string): vscode.Uri {
    // The extension of the name gives the document its language, the query says which run.
    return vscode.Uri.from({ scheme, path: `/${join(id, "experiment.json")}`, query: id });
  }

  #text(id: string): string {
    const experiment = this.#library.find(id)?.experiment;
    return experiment == null ? "" : `${JSON.stringify(experiment, null, 2)}\n`;
  }
}
