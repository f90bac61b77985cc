import type { RunSnapshot } from "../../src/protocol/panelRun.ts";
import { element } from "../shared/dom.ts";
import { icon } from "../shared/icons.ts";
import { button } from "../shared/ui.ts";
import { clampLines, type ClampLine } from "./clampLines.ts";

const stateWords = { on: "on", off: "off", waiting: "waiting" } as const;
const stateIcons = { on: "circle", off: "ring", waiting: "clock" } as const;

/** All clamps of the shown runs in words, with a way to release those that were set while running. */
export class ClampList {
  readonly element: HTMLElement;
  readonly #list = element("ul", { class: "clamp-list" });
  readonly #onRelease: (run: string) => void;
  #drawn = "";

  constructor(onRelease: (run: string) => void) {
    this.#onRelease = onRelease;
    this.element = element("section", { class: "clamps" }, element("h2", { text: "Clamps" }), this.#list);
  }

  update(runs: readonly RunSnapshot[], isTrusted: boolean): void {
    const lines = runs.flatMap((run) => clampLines(run).map((line) => ({ line, name: run.name })));
    const drawn = JSON.stringify([lines, isTrusted, runs.length > 1]);
    // Replaced only when something is different: a focused button stays where it is.
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    this.element.hidden = lines.length === 0;
    this.#list.replaceChildren(
      ...lines.map(({ line, name }) => this.#item(line, runs.length > 1 ? name : null, isTrusted)),
    );
  }

  #item(line: ClampLine, name: string | null, isTrusted: boolean): HTMLElement {
    return element(
      "li",
      {},
      element(
        "span",
        { class: `clamp-state clamp-state-${line.state}` },
        icon(stateIcons[line.state]),
        stateWords[line.state],
      ),
      element(
        "span",
        { class: "clamp-text" },
        name === null ? null : `${name}: `,
        element("strong", { text: line.what }),
        `, ${line.how}`,
      ),
      line.canRelease
        ? button("Release…", {
            disabled: !isTrusted,
            onClick: () => {
              this.#onRelease(line.run);
            },
          })
        : null,
    );
  }
}
