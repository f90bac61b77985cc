/** A clamp without its window, for where that is said or drawn beside it. */
export function withoutWindow<T extends { readonly kind: string }>(clamp: T): T {
  return { ...clamp, from: undefined, until: undefined };
}
