/** The two looks of a figure. */
export type FigureTheme = "light" | "dark";

/** The colours of a figure, as texts that SVG understands. */
export interface FigurePalette {
  /** As many as `colourCount`. Told apart by colour-blind readers with the help of the dashes. */
  readonly series: readonly string[];
  readonly foreground: string;
  /** Of axes' texts and notes. */
  readonly muted: string;
  readonly grid: string;
  readonly background: string;
  readonly font: string;
}

// First the font that the PNG is drawn with, then those that are as wide, then narrower ones.
const font = "'DejaVu Sans', Verdana, Helvetica, Arial, sans-serif";

/** Texts stand out by 4.5 : 1 at least, curves by 3 : 1. */
export const figurePalettes: Readonly<Record<FigureTheme, FigurePalette>> = {
  light: {
    series: ["#0072b2", "#d55e00", "#008a63", "#aa4499", "#b07d00", "#1792b8", "#8c2d40", "#222222"],
    foreground: "#1c1c1c",
    muted: "#595959",
    grid: "#e6e6e6",
    background: "#ffffff",
    font,
  },
  dark: {
    series: ["#5aaef0", "#f28c4f", "#40c79b", "#e27fcd", "#e3bb45", "#79dbea", "#e0717f", "#ededed"],
    foreground: "#ececec",
    muted: "#a8adb5",
    grid: "#33373d",
    background: "#17191c",
    font,
  },
};

/** Colours that a page gives by its variables `--figure-…`, so that figures in it follow its theme. */
export const pagePalette: FigurePalette = {
  series: figurePalettes.light.series.map((_, colour) => `var(--figure-series-${colour})`),
  foreground: "var(--figure-foreground)",
  muted: "var(--figure-muted)",
  grid: "var(--figure-grid)",
  background: "var(--figure-background)",
  font: "inherit",
};

/** The variables of `pagePalette` with a theme's colours, as declarations of a style sheet. */
export function paletteVariables(theme: FigureTheme): string {
  const { series, foreground, muted, grid, background } = figurePalettes[theme];
  const named = Object.entries({ foreground, muted, grid, background });
  return [...named, ...series.map((colour, at) => [`series-${at}`, colour] as const)]
    .map(([name, colour]) => `--figure-${name}: ${colour};`)
    .join(" ");
}
