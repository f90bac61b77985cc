import type { ColourName, Palette } from "./theme.ts";

/** The colours of VS Code's theme as it is now. */
export function readPalette(): Palette {
  const style = getComputedStyle(document.body);
  const context = document.createElement("canvas").getContext("2d");
  const read = (fallback: string, ...names: readonly string[]): string => {
    const found = names.map((name) => style.getPropertyValue(name).trim()).find((value) => value !== "");
    if (found === undefined || context === null) return found ?? fallback;
    // A canvas turns whatever notation a theme has used into #rrggbb or rgba(…).
    context.fillStyle = fallback;
    context.fillStyle = found;
    return context.fillStyle;
  };
  const isHighContrast = document.body.className.includes("vscode-high-contrast");
  const foreground = read("#888888", "--vscode-foreground", "--vscode-editor-foreground");
  const series = (name: ColourName, fallback: string): string => read(fallback, `--vscode-charts-${name}`);
  return {
    series: {
      blue: series("blue", "#3794ff"),
      orange: series("orange", "#d18616"),
      green: series("green", "#89d185"),
      purple: series("purple", "#b180d7"),
      red: series("red", "#f14c4c"),
      yellow: series("yellow", "#cca700"),
      foreground,
    },
    foreground,
    muted: isHighContrast
      ? foreground
      : read("#888888", "--vscode-descriptionForeground", "--vscode-foreground"),
    grid: isHighContrast
      ? read("#888888", "--vscode-contrastBorder", "--vscode-foreground")
      : read(
          "#8884",
          "--vscode-editorIndentGuide-background1",
          "--vscode-charts-lines",
          "--vscode-panel-border",
        ),
    background: read("#1e1e1e", "--vscode-editor-background"),
    focus: read("#3794ff", "--vscode-focusBorder"),
    font: style.getPropertyValue("--vscode-font-family").trim() || "sans-serif",
    isHighContrast,
  };
}

/** Calls `listener` when the theme has changed, until the result is called. */
export function onThemeChange(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.body, { attributes: true, attributeFilter: ["class", "data-vscode-theme-id"] });
  // Changed colours of the same theme arrive as variables of the root.
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["style"] });
  return () => {
    observer.disconnect();
  };
}
