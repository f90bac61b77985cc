import type * as vscode from "vscode";
import type { Experiment } from "../experiment/experimentSchema.ts";
import type { Preset } from "../experiment/presets/preset.ts";

/**
 * Something that can be run: an experiment file of the workspace, or a preset. `experiment` is null where the file
 * has problems; `problem` then says which, complete and ready to be shown.
 */
export type ExperimentItem =
  | {
      readonly kind: "file";
      readonly uri: vscode.Uri;
      /** Of the file, relative to the workspace. */
      readonly name: string;
      readonly experiment: Experiment | null;
      readonly problem: string | null;
    }
  | { readonly kind: "preset"; readonly preset: Preset };
