import { describe, expect, it } from "vitest";
import { fade, slotStyle } from "../../../webview/shared/theme.ts";

describe("slotStyle", () => {
  it("tells forty-two slots apart, neighbours by colour and by dash", () => {
    const styles = Array.from({ length: 42 }, (_, slot) => slotStyle(slot));
    expect(new Set(styles.map((style) => JSON.stringify(style))).size).toBe(42);
    for (let i = 1; i < 42; i++) {
      expect(styles[i]!.colour).not.toBe(styles[i - 1]!.colour);
      expect(styles[i]!.dash).not.toEqual(styles[i - 1]!.dash);
    }
  });

  it("takes the dash from elsewhere where told", () => {
    expect(slotStyle(3, 0)).toEqual({ colour: slotStyle(3).colour, dash: [] });
  });

  it("has a look for any number", () => {
    expect(slotStyle(-1)).toEqual(slotStyle(41));
  });
});

describe("fade", () => {
  it("understands both notations of a canvas", () => {
    expect(fade("#ff8000", 0.3)).toBe("rgba(255, 128, 0, 0.3)");
    expect(fade("rgba(1, 2, 3, 0.5)", 1)).toBe("rgba(1, 2, 3, 1)");
  });
});
