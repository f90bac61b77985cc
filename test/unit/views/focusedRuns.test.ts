import { describe, expect, test } from "vitest";
import { Emitter } from "../../../src/emitter.ts";
import { FocusedRuns } from "../../../src/views/focusedRuns.ts";

/** A panel with the run `shown` and a tree in which `selected` are selected. */
function sources(shown: readonly string[]) {
  const activated = new Emitter<undefined>();
  const selectionChanged = new Emitter<readonly string[]>();
  let selected: readonly string[] = [];
  const focused = new FocusedRuns({
    panels: { onDidActivate: activated.event, activeRuns: () => shown },
    runsTree: {
      onDidChangeSelection: selectionChanged.event,
      get selected() {
        return selected.map((id) => ({ id }));
      },
    },
  });
  return {
    focused,
    activate: () => {
      activated.fire(undefined);
    },
    select: (...runs: string[]) => {
      selected = runs;
      selectionChanged.fire(runs);
    },
  };
}

describe("the runs where the user is", () => {
  test("are those selected after the panel was activated", () => {
    const { focused, activate, select } = sources(["long"]);
    activate();
    select("short2");
    expect(focused.choices).toEqual([["short2"], ["long"]]);
  });

  test("are those of the panel that was activated after they were selected", () => {
    const { focused, activate, select } = sources(["long"]);
    select("short1", "short2");
    activate();
    expect(focused.choices).toEqual([["long"], ["short1", "short2"]]);
  });

  test("are those of a panel that was opened together with a row that was selected for him", () => {
    const { focused, activate, select } = sources(["one", "two"]);
    activate();
    select("one");
    focused.turnToPanel();
    expect(focused.choices[0]).toEqual(["one", "two"]);
  });

  test("are those of the active panel where nothing is selected any more", () => {
    const { focused, activate, select } = sources(["long"]);
    activate();
    select("short2");
    select();
    expect(focused.choices.find((runs) => runs.length > 0)).toEqual(["long"]);
  });
});
