/** What an element is made with. Text and attributes are set as such: nothing is parsed as markup. */
export interface ElementOptions {
  readonly class?: string;
  readonly text?: string;
  /** Absent ones are left out; true sets an empty attribute. */
  readonly attributes?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly on?: Readonly<
    Partial<{ [K in keyof HTMLElementEventMap]: (event: HTMLElementEventMap[K]) => void }>
  >;
}

/** Makes an element with its children. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  options: ElementOptions = {},
  ...children: readonly (Node | string | null)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (options.class !== undefined) made.className = options.class;
  if (options.text !== undefined) made.textContent = options.text;
  for (const [name, value] of Object.entries(options.attributes ?? {})) setAttribute(made, name, value);
  for (const [type, listener] of Object.entries(options.on ?? {})) {
    made.addEventListener(type, listener as EventListener);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** Sets an attribute, or removes it where the value is undefined or false. */
export function setAttribute(of: Element, name: string, value: string | number | boolean | undefined): void {
  if (value === undefined || value === false) of.removeAttribute(name);
  else of.setAttribute(name, value === true ? "" : String(value));
}

/** Sets a text only where it differs: no work for the browser, and nothing for screen readers to say again. */
export function setText(of: Node, text: string): void {
  if (of.textContent !== text) of.textContent = text;
}
