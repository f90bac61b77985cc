/** How far from what is seen an element is near: what is scrolled or tabbed to should be there already. */
const margin = "400px 0px";

/** Calls `use` once, when an element is in view or not far from it. Never after the result was called. */
export function whenNear(element: Element, use: () => void): () => void {
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      use();
    },
    // In a frame, margins count only for a root that is said.
    { root: document, rootMargin: margin },
  );
  observer.observe(element);
  return () => {
    observer.disconnect();
  };
}
