import type { PictureSize } from "./pictureSize.ts";

/**
 * Tells the size of an element, in CSS pixels: soon, and whenever it has changed, or a pixel of the screen has, until the
 * result is called. Nothing is measured for it: the browser tells what it has laid out anyway.
 */
export function watchSize(element: Element, listener: (size: PictureSize) => void): () => void {
  let size: PictureSize | null = null;
  const observer = new ResizeObserver((entries) => {
    const { width, height } = entries.at(-1)!.contentRect;
    size = { width, height };
    listener(size);
  });
  observer.observe(element);
  // A window that comes to another screen may have other pixels and the same size.
  let screen: MediaQueryList;
  const onScreen = (): void => {
    watchScreen();
    if (size !== null) listener(size);
  };
  const watchScreen = (): void => {
    screen = matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    screen.addEventListener("change", onScreen, { once: true });
  };
  watchScreen();
  return () => {
    observer.disconnect();
    screen.removeEventListener("change", onScreen);
  };
}
