import { Uri } from "vscode";

/** Scheme of the addresses that stand for heads, so that VS Code asks for their decorations. */
export const headScheme = "optoscope-head";

/** The address of a head (`L1H3`) of what the Architecture view shows. */
export function headUri(head: string): Uri {
  return Uri.from({ scheme: headScheme, path: `/${head}` });
}
