import { element } from "./dom.ts";
import { icon, type IconName } from "./icons.ts";

/** Something to do, or, with `isChecked`, to be switched on and off while the list stays open. */
export interface MenuItem {
  readonly label: string;
  readonly isChecked?: boolean;
  readonly onClick: () => void;
}

export interface MenuOptions {
  readonly icon?: IconName;
  readonly iconOnly?: boolean;
  /** Called before the list is shown. */
  readonly onOpen?: () => void;
}

/** A button that opens a list. */
export interface Menu {
  readonly element: HTMLElement;
  /** Takes another list, also while it is open: what has the focus keeps it. */
  setItems(items: readonly MenuItem[]): void;
}

/** A button that opens a list of things to do, which is always the same. See `changingMenu`. */
export function menu(label: string, items: readonly MenuItem[], options: MenuOptions = {}): HTMLElement {
  const made = changingMenu(label, options);
  made.setItems(items);
  return made.element;
}

/** A button that opens a list. Arrow keys move in the list, Escape or a click elsewhere closes it. */
export function changingMenu(label: string, options: MenuOptions = {}): Menu {
  let items: readonly MenuItem[] = [];
  const list = element("div", {
    class: "menu-list",
    attributes: { role: "menu", "aria-label": label, hidden: true },
  });
  const isIcon = options.iconOnly ?? false;
  const opener = element(
    "button",
    {
      class: isIcon ? "menu-button menu-button-icon" : "menu-button",
      attributes: {
        type: "button",
        "aria-haspopup": "menu",
        "aria-expanded": "false",
        "aria-label": isIcon ? label : undefined,
        title: isIcon ? label : undefined,
      },
      on: {
        click: () => {
          if (list.hidden) open();
          else close(false);
        },
        keydown: (event) => {
          if (event.key !== "ArrowDown" || !list.hidden) return;
          event.preventDefault();
          open();
        },
      },
    },
    options.icon === undefined ? null : icon(options.icon),
    isIcon ? null : label,
    isIcon ? null : icon("chevron"),
  );
  const holder = element("div", { class: "menu" }, opener, list);

  const closeOutside = (event: Event): void => {
    if (!(event.target instanceof Node) || !holder.contains(event.target)) close(false);
  };
  const close = (mustFocus: boolean): void => {
    list.hidden = true;
    opener.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", closeOutside);
    document.removeEventListener("focusin", closeOutside);
    if (mustFocus) opener.focus();
  };
  const fill = (): void => {
    list.replaceChildren(
      ...items.map(({ label: text, isChecked }, i) =>
        element("button", {
          class: "menu-item",
          text,
          attributes: {
            type: "button",
            role: isChecked === undefined ? "menuitem" : "menuitemcheckbox",
            "aria-checked": isChecked === undefined ? undefined : String(isChecked),
            tabindex: -1,
          },
          on: {
            click: () => {
              if (isChecked === undefined) close(true);
              items[i]?.onClick();
            },
          },
        }),
      ),
    );
    keepInWindow(list, holder);
  };
  const open = (): void => {
    options.onOpen?.();
    list.hidden = false;
    opener.setAttribute("aria-expanded", "true");
    fill();
    document.addEventListener("pointerdown", closeOutside);
    document.addEventListener("focusin", closeOutside);
    focusItem(list, 0);
  };
  list.addEventListener("keydown", (event) => {
    const all = [...list.children];
    const at = all.indexOf(document.activeElement ?? list);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to !== undefined) focusItem(list, (to + all.length) % all.length);
    else if (event.key === "Escape" || event.key === "Tab") close(true);
    else return;
    if (event.key !== "Tab") event.preventDefault();
  });
  return {
    element: holder,
    setItems: (next) => {
      const focused = [...list.children].indexOf(document.activeElement ?? list);
      const isSame = JSON.stringify(items) === JSON.stringify(next);
      items = next;
      if (list.hidden || isSame) return;
      fill();
      if (focused >= 0) focusItem(list, Math.min(focused, items.length - 1));
    },
  };
}

/** Below its button, and further left where the window ends. */
function keepInWindow(list: HTMLElement, holder: HTMLElement): void {
  const edge = 8;
  const { left } = holder.getBoundingClientRect();
  const room = document.documentElement.clientWidth - edge - list.offsetWidth;
  list.style.left = `${Math.max(edge, Math.min(left, room)) - left}px`;
}

function focusItem(list: HTMLElement, index: number): void {
  const item = list.children[index];
  if (item instanceof HTMLElement) item.focus();
}
