import { describe, expect, it } from "vitest";
import { PanelDefaults } from "../../../../src/views/panels/panelDefaults.ts";
import { panelMessageSchema } from "../../../../src/views/panels/panelMessageSchema.ts";

function memory(): { store: ConstructorParameters<typeof PanelDefaults>[0]; content: Map<string, unknown> } {
  const content = new Map<string, unknown>();
  const store = {
    get: (key: string, otherwise?: unknown): unknown => content.get(key) ?? otherwise,
    update: (key: string, value: unknown) => {
      content.set(key, value);
      return Promise.resolve();
    },
  };
  return { store: store as ConstructorParameters<typeof PanelDefaults>[0], content };
}

const large = { text: "x".repeat(10_000) };

describe("what new panels begin with", () => {
  it("is what was last kept for their kind", async () => {
    const { store } = memory();
    const defaults = new PanelDefaults(store);
    expect(defaults.get("compare")).toBeNull();
    await defaults.keep("compare", { smoothing: 0.5 });
    await defaults.keep("heads", { layer: 1 });
    await defaults.keep("compare", { metrics: ["train.loss"] });
    const later = new PanelDefaults(store);
    expect(later.get("compare")).toEqual({ metrics: ["train.loss"] });
    expect(later.get("heads")).toEqual({ layer: 1 });
    expect(later.get("live")).toBeNull();
  });

  it.each([null, "x", ["x"], { f: Number.NaN }, large])("is never %.40j", async (ui) => {
    const { store, content } = memory();
    const defaults = new PanelDefaults(store);
    await expect(defaults.keep("compare", ui)).rejects.toThrow(RangeError);
    expect(content.size).toBe(0);
    await store.update("optoscope.panelDefaults.compare", ui);
    expect(defaults.get("compare")).toBeNull();
  });

  it("comes from pages as a small object only", () => {
    const request = (ui: unknown): unknown => ({
      kind: "request",
      number: 1,
      request: { kind: "keep-defaults", ui },
    });
    expect(
      panelMessageSchema.safeParse(request({ smoothing: 0.5, sort: null, closed: ["heads"] })).success,
    ).toBe(true);
    for (const ui of [undefined, null, 3, [], large]) {
      expect(panelMessageSchema.safeParse(request(ui)).success).toBe(false);
    }
  });
});
