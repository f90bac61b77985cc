import { element } from "./dom.ts";
import { icon, type IconName } from "./icons.ts";

export interface MenuItem {
  readonly label: string;
  readonly onClick: () => void;
}

/**
 * A button that opens a list of things to do. Arrow keys move in the list, Escape or a click elsewhere closes it.
 */
export function menu(
  label: string,
  items: readonly MenuItem[],
  options: { readonly icon?: IconName; readonly iconOnly?: boolean } = {},
): HTMLElement {
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
  const open = (): void => {
    list.replaceChildren(
      ...items.map((item) =>
        element("button", {
          class: "menu-item",
          text: item.label,
          attributes: { type: "button", role: "menuitem", tabindex: -1 },
          on: {
            click: () => {
              close(true);
              item.onClick();
            },
          },
        }),
      ),
    );
    list.hidden = false;
    opener.setAttribute("aria-expanded", "true");
    // Towards the middle where the window ends.
    list.classList.toggle("menu-list-end", holder.getBoundingClientRect().left > window.innerWidth / 2);
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
  return holder;
}

function focusItem(list: HTMLElement, index: number): void {
  const item = list.children[index];
  if (item instanceof HTMLElement) item.focus();
}
