import * as vscode from "vscode";
import { Disposable } from "../disposable.ts";
import { Emitter } from "../emitter.ts";
import type { HeadMark } from "./headMarks.ts";
import type { ArchitectureTree } from "./trees/architectureTree.ts";
import { headScheme, headUri } from "./trees/headUri.ts";

/** Marks clamped heads in the Architecture view: a letter for the kind of clamp, a colour, and its measured effect on hover. */
export class ClampDecorations extends Disposable implements vscode.FileDecorationProvider {
  readonly #architecture: ArchitectureTree;
  readonly #changed = this.register(new Emitter<vscode.Uri[]>());
  #marked: ReadonlySet<string> = new Set();

  readonly onDidChangeFileDecorations = this.#changed.event;

  constructor(architecture: ArchitectureTree) {
    super();
    this.#architecture = architecture;
    this.register(vscode.window.registerFileDecorationProvider(this));
    this.register(
      architecture.onDidChangeMarks(() => {
        const marked = new Set(architecture.marks.keys());
        const heads = new Set([...this.#marked, ...marked]);
        this.#marked = marked;
        this.#changed.fire([...heads].map(headUri));
      }),
    );
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    if (uri.scheme !== headScheme) return undefined;
    const mark = this.#architecture.marks.get(uri.path.slice(1));
    return mark === undefined ? undefined : decoration(mark);
  }
}

function decoration({ state, kind, sentence }: HeadMark): vscode.FileDecoration {
  const color = new vscode.ThemeColor(state === "on" ? "charts.purple" : "charts.blue");
  return new vscode.FileDecoration(kind.slice(0, 1).toUpperCase(), sentence, color);
}
