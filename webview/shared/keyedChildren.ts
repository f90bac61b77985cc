/**
 * Makes the children of `parent` those of `items`, in their order. A child stays the same element as long as its key
 * is there, so that focus, scroll position and what is selected survive updates. Children of `parent` that it did not
 * make itself are removed.
 */
export class KeyedChildren<Item, Child extends HTMLElement> {
  readonly #parent: HTMLElement;
  readonly #key: (item: Item) => string;
  readonly #create: (item: Item) => Child;
  readonly #update: (child: Child, item: Item) => void;
  #children = new Map<string, Child>();

  constructor(
    parent: HTMLElement,
    how: {
      readonly key: (item: Item) => string;
      readonly create: (item: Item) => Child;
      readonly update: (child: Child, item: Item) => void;
    },
  ) {
    this.#parent = parent;
    this.#key = how.key;
    this.#create = how.create;
    this.#update = how.update;
  }

  update(items: readonly Item[]): void {
    const focused = document.activeElement;
    const kept = new Map<string, Child>();
    for (const [index, item] of items.entries()) {
      const key = this.#key(item);
      const child = this.#children.get(key) ?? this.#create(item);
      kept.set(key, child);
      this.#update(child, item);
      const there = this.#parent.children[index];
      if (there !== child) this.#parent.insertBefore(child, there ?? null);
    }
    while (this.#parent.children.length > items.length) this.#parent.lastElementChild?.remove();
    this.#children = kept;
    // Moving an element takes its focus away.
    if (
      focused instanceof HTMLElement &&
      focused !== document.activeElement &&
      this.#parent.contains(focused)
    ) {
      focused.focus({ preventScroll: true });
    }
  }
}
