import type { PictureSize } from "./chart.ts";

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
  let ratio = window.devicePixelRatio;
  const onResize = (): void => {
    if (window.devicePixelRatio === ratio || size === null) return;
    ratio = window.devicePixelRatio;
    listener(size);
  };
  window.addEventListener("resize", onResize);
  return () => {
    observer.disconnect();
    window.removeEventListener("resize", onResize);
  };
}
