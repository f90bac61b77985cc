/** A line of what tests inside of the extension host report. */
export type HostReportLine =
  /** One test. `error` is null where it passed. */
  | { readonly kind: "test"; readonly title: string; readonly error: string | null }
  /** Something measured, to be read by people. */
  | { readonly kind: "note"; readonly text: string }
  /** All have run; with an error where they could not. */
  | { readonly kind: "end"; readonly error: string | null };

/** What tests inside of the extension host are told by environment variables. */
export const hostVariables = {
  /** File to which lines of the report are appended. Absent: nothing is tested. */
  report: "OPTOSCOPE_TEST_REPORT",
  /** Address at which the window can be looked at: see `screen.ts`. */
  screen: "OPTOSCOPE_TEST_SCREEN",
  /** In what the tests find themselves. */
  situation: "OPTOSCOPE_TEST_SITUATION",
} as const;

/** In what a window of VS Code finds itself when commands are run. */
export type Situation = "nothing-selected" | "no-folder" | "untrusted" | "broken-files";

/** All of them, with what they are. */
export const situations: Readonly<Record<Situation, string>> = {
  "nothing-selected": "with an empty folder and nothing selected",
  "no-folder": "with no folder open",
  untrusted: "in an untrusted workspace",
  "broken-files": "with a corrupt run folder and a broken experiment",
};

/** What a user sees in front of him, apart from editors and views. */
export interface Screen {
  /** The open quick pick or input box: its title, prompt, message and rows as one text. null where none is open. */
  readonly quickInput: string | null;
  /** The open modal dialog's text. */
  readonly dialog: string | null;
  /** Texts of notifications, each with its severity as its icon tells it. */
  readonly notifications: readonly {
    readonly severity: "error" | "warning" | "info";
    readonly text: string;
  }[];
}
