import { ThemeColor, ThemeIcon } from "vscode";
import type { IconSpec } from "./iconSpec.ts";

/** The icon as VS Code takes it. */
export function themeIcon({ id, color }: IconSpec): ThemeIcon {
  return color === null ? new ThemeIcon(id) : new ThemeIcon(id, new ThemeColor(color));
}
