import { onThemeChange, readPalette } from "./readPalette.ts";

/** Keeps CSS variables `--series-blue`, `--series-orange` … at the colours of series in the theme. Once for a panel. */
export function keepSeriesVariables(): void {
  const write = (): void => {
    // On the body: VS Code writes its own on the root, and a change there is a change of the theme.
    for (const [name, colour] of Object.entries(readPalette().series))
      document.body.style.setProperty(`--series-${name}`, colour);
  };
  onThemeChange(write);
  write();
}
