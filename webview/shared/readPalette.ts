import { readableColour } from "./readableColour.ts";
import { seriesColours } from "./seriesColours.ts";
import type { ColourName, Palette } from "./theme.ts";

/** Enough to be seen, and not to be looked at. */
const gridContrast = 1.3;

let shown: Palette | null = null;
const listeners = new Set<() => void>();

/** The colours of VS Code's theme as it is now. Read once: many pictures ask for them. */
export function readPalette(): Palette {
  if (shown === null) {
    shown = computePalette();
    watchTheme();
  }
  return shown;
}

/** Calls `listener` when the theme has changed, until the result is called. */
export function onThemeChange(listener: () => void): () => void {
  // The same function may be given twice.
  const own = (): void => {
    listener();
  };
  readPalette();
  listeners.add(own);
  return () => {
    listeners.delete(own);
  };
}

function watchTheme(): void {
  const observer = new MutationObserver(() => {
    const palette = computePalette();
    // The root has styles that are no colours, too.
    if (JSON.stringify(palette) === JSON.stringify(shown)) return;
    shown = palette;
    for (const listener of listeners) listener();
  });
  observer.observe(document.body, { attributes: true, attributeFilter: ["class", "data-vscode-theme-id"] });
  // Changed colours of the same theme arrive as variables of the root.
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["style"] });
}

function computePalette(): Palette {
  const style = getComputedStyle(document.body);
  const context = document.createElement("canvas").getContext("2d");
  const read = (fallback: string, ...names: readonly string[]): string => {
    const found = names.map((name) => style.getPropertyValue(name).trim()).find((value) => value !== "");
    if (found === undefined || context === null) return found ?? fallback;
    // A canvas turns whatever notation a theme has used into #rrggbb or rgba(…).
    context.fillStyle = "#000000";
    context.fillStyle = found;
    return context.fillStyle;
  };
  const isHighContrast = document.body.className.includes("vscode-high-contrast");
  const foreground = read("#888888", "--vscode-foreground", "--vscode-editor-foreground");
  const background = read("#1e1e1e", "--vscode-editor-background");
  const series = (name: ColourName): string => read("", `--vscode-charts-${name}`);
  const themes = {
    blue: series("blue"),
    orange: read("", "--vscode-optoscope-orange", "--vscode-charts-orange"),
    green: series("green"),
    purple: series("purple"),
    red: series("red"),
    yellow: series("yellow"),
    foreground,
  };
  return {
    series: seriesColours(themes, foreground, background),
    foreground,
    muted: isHighContrast
      ? foreground
      : read("#888888", "--vscode-descriptionForeground", "--vscode-foreground"),
    // Themes' own colours for lines of this kind are meant for few lines, or cannot be seen.
    grid: isHighContrast
      ? read("#888888", "--vscode-contrastBorder", "--vscode-foreground")
      : readableColour(background, foreground, background, gridContrast),
    background,
    focus: read("#3794ff", "--vscode-focusBorder"),
    font: style.getPropertyValue("--vscode-font-family").trim() || "sans-serif",
    isHighContrast,
  };
}
