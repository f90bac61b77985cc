import { onThemeChange, readPalette } from "./readPalette.ts";
import { Signal } from "./signal.ts";
import type { Palette } from "./theme.ts";

const changed = new Signal<Palette>();
let current: Palette | null = null;

/**
 * Calls `listener` with the colours of the theme, now and whenever they have changed, until the result is called. They
 * are read once for all listeners: a panel can have dozens of pictures.
 */
export function watchPalette(listener: (palette: Palette) => void): () => void {
  if (current === null) {
    current = readPalette();
    onThemeChange(() => {
      current = readPalette();
      changed.fire(current);
    });
  }
  listener(current);
  return changed.on(listener);
}
