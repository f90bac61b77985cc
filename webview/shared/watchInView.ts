/** Calls `listener` when an element comes into view or goes out of it, until the result is called. */
export function watchInView(element: Element, listener: (isInView: boolean) => void): () => void {
  const observer = new IntersectionObserver((entries) => {
    // Several may have come together: the last is how it is.
    listener(entries.at(-1)?.isIntersecting ?? true);
  });
  observer.observe(element);
  return () => {
    observer.disconnect();
  };
}
