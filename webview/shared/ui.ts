import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDropdown,
  vsCodeOption,
} from "@vscode/webview-ui-toolkit";
import { element, setText } from "./dom.ts";
import { icon, type IconName } from "./icons.ts";

export { changingMenu, menu, type Menu } from "./menu.ts";

provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeCheckbox(), vsCodeDropdown(), vsCodeOption());

export interface ButtonOptions {
  readonly icon?: IconName;
  /** `icon`: only the icon is seen; the label is said by screen readers and shown as tooltip. */
  readonly appearance?: "primary" | "secondary" | "icon";
  readonly title?: string;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}

/** A control that can be switched off. */
export interface Control extends HTMLElement {
  disabled: boolean;
}

export interface Option<T extends string> {
  readonly value: T;
  readonly label: string;
}

/** A drop-down list with its label. */
export interface Dropdown<T extends string> {
  readonly element: HTMLElement;
  /** Sets its value without calling `onChange`. */
  select(value: T): void;
  /** Replaces the options. */
  setOptions(options: readonly Option<T>[], value: T): void;
}

/** A check box. */
export interface Checkbox {
  readonly element: HTMLElement;
  /** Does not call `onChange`. */
  set(checked: boolean): void;
  /** Says why it cannot be changed now; an empty text: it can be. */
  disable(reason: string): void;
}

export interface SliderOptions {
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly value: number;
  /** How the value is shown beside it. */
  readonly format: (value: number) => string;
  readonly onChange: (value: number) => void;
}

interface ValueElement extends HTMLElement {
  value: string;
}

interface CheckedElement extends Control {
  checked: boolean;
}

/** A button of VS Code's looks. */
export function button(label: string, options: ButtonOptions): Control {
  const appearance = options.appearance ?? "secondary";
  const made = toolkit("vscode-button");
  made.setAttribute("appearance", appearance);
  if (appearance === "icon") made.setAttribute("aria-label", label);
  const title = options.title ?? (appearance === "icon" ? label : undefined);
  if (title !== undefined) made.title = title;
  if (options.icon !== undefined) {
    const picture = icon(options.icon);
    if (appearance !== "icon") picture.setAttribute("slot", "start");
    made.append(picture);
  }
  if (appearance !== "icon") made.append(label);
  made.disabled = options.disabled ?? false;
  made.addEventListener("click", () => {
    if (!made.disabled) options.onClick();
  });
  return made;
}

let dropdowns = 0;

/** A drop-down list with its label before it. */
export function dropdown<T extends string>(
  label: string,
  options: readonly Option<T>[],
  value: T,
  onChange: (value: T) => void,
): Dropdown<T> {
  const id = `dropdown-${++dropdowns}`;
  const made = toolkit("vscode-dropdown");
  made.setAttribute("aria-labelledby", id);
  let choices = options;
  const setOptions = (next: readonly Option<T>[], chosen: T): void => {
    choices = next;
    made.replaceChildren(
      ...next.map((option) => {
        const choice = toolkit("vscode-option");
        choice.textContent = option.label;
        choice.setAttribute("value", option.value);
        if (option.value === chosen) choice.setAttribute("selected", "");
        return choice;
      }),
    );
    made.value = chosen;
  };
  setOptions(options, value);
  made.addEventListener("change", () => {
    const chosen = choices.find((option) => option.value === made.value);
    if (chosen !== undefined) onChange(chosen.value);
  });
  const holder = element(
    "span",
    { class: "field" },
    element("span", { class: "field-label", text: label, attributes: { id } }),
    made,
  );
  return {
    element: holder,
    select: (next) => {
      made.value = next;
    },
    setOptions,
  };
}

/** A check box with its label after it. */
export function checkbox(label: string, checked: boolean, onChange: (checked: boolean) => void): Checkbox {
  const made = toolkit("vscode-checkbox");
  made.textContent = label;
  made.checked = checked;
  let isSilent = false;
  made.addEventListener("change", () => {
    if (!isSilent) onChange(made.checked);
  });
  return {
    element: made,
    set: (next) => {
      isSilent = true;
      made.checked = next;
      isSilent = false;
    },
    disable: (reason) => {
      made.disabled = reason !== "";
      made.title = reason;
    },
  };
}

/** A slider with its label before it and its value after it. */
export function slider(label: string, options: SliderOptions): HTMLElement {
  const { min, max, step, format } = options;
  const value = element("output", { class: "slider-value", text: format(options.value) });
  const input = element("input", {
    attributes: {
      type: "range",
      min,
      max,
      step,
      value: options.value,
      "aria-valuetext": format(options.value),
    },
    on: {
      input: () => {
        const next = input.valueAsNumber;
        setText(value, format(next));
        input.setAttribute("aria-valuetext", format(next));
        options.onChange(next);
      },
    },
  });
  return element(
    "label",
    { class: "field" },
    element("span", { class: "field-label", text: label }),
    input,
    value,
  );
}

/** A small text with a count or a state. */
export function badge(text: string): HTMLElement {
  return element("span", { class: "badge", text });
}

interface ToolkitElements {
  readonly "vscode-button": Control;
  readonly "vscode-checkbox": CheckedElement;
  readonly "vscode-dropdown": ValueElement;
  readonly "vscode-option": ValueElement;
}

function toolkit<K extends keyof ToolkitElements>(tag: K): ToolkitElements[K] {
  return document.createElement(tag) as ToolkitElements[K];
}
