import { Diagnostic, DiagnosticSeverity, languages, Position, Range, type Uri } from "vscode";
import { Disposable } from "../disposable.ts";
import { experimentProblems } from "./experimentProblems.ts";

/** Underlines in experiment files what breaks a rule between keys; JSON Schema and JSON itself are left to VS Code. */
export class ExperimentDiagnostics extends Disposable {
  readonly #collection = this.register(languages.createDiagnosticCollection("optoscope"));

  /** Shows the problems of a file's text, in place of those it had. */
  check(uri: Uri, text: string): void {
    const place = placesIn(text);
    const diagnostics = experimentProblems(text).map(({ message, start, end }) => {
      const diagnostic = new Diagnostic(
        new Range(place(start), place(end)),
        message,
        DiagnosticSeverity.Error,
      );
      diagnostic.source = "optoscope";
      return diagnostic;
    });
    this.#collection.set(uri, diagnostics);
  }

  /** Shows no more of a file. */
  forget(uri: Uri): void {
    this.#collection.delete(uri);
  }
}

/** Lines and columns of the offsets in a text, for files that no editor has open. */
function placesIn(text: string): (offset: number) => Position {
  const starts = [0, ...[...text.matchAll(/\r\n|\r|\n/g)].map(({ index, 0: end }) => index + end.length)];
  return (offset) => {
    const line = starts.findLastIndex((start) => start <= offset);
    return new Position(line, offset - (starts[line] ?? 0));
  };
}
