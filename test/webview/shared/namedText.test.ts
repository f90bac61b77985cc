import { describe, expect, it } from "vitest";
import { namedText } from "../../../webview/shared/namedText.ts";

const measure = (text: string): number => text.length;

describe("a value with its name", () => {
  it("is whole where there is room, and loses the end of the name where there is not", () => {
    const point = { name: "a long name", text: "0.912" };
    expect(namedText(point, 18, measure)).toBe("a long name  0.912");
    expect(namedText(point, 14, measure)).toBe("a long…  0.912");
    expect(namedText(point, 3, measure)).toBe("0.912");
    expect(namedText({ name: "", text: "0.912" }, 3, measure)).toBe("0.912");
  });
});
