import { describe, expect, it } from "vitest";
import { soloHidden, toggleHidden } from "../../../webview/shared/hiddenSeries.ts";

describe("hidden series", () => {
  it("are toggled", () => {
    expect([...toggleHidden(new Set(["a"]), "b")]).toEqual(["a", "b"]);
    expect([...toggleHidden(new Set(["a"]), "a")]).toEqual([]);
  });

  it("are all others, and none when asked again; what the chart has not at the moment stays", () => {
    const all = ["a", "b", "c"];
    const solo = soloHidden(new Set(["b", "elsewhere"]), "b", all);
    expect([...solo].sort()).toEqual(["a", "c", "elsewhere"]);
    expect([...soloHidden(solo, "b", all)]).toEqual(["elsewhere"]);
  });
});
