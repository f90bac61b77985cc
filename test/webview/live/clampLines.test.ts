import { describe, expect, it } from "vitest";
import { clampLines } from "../../../webview/live/clampLines.ts";
import { events, off, run } from "../clampedEvents.ts";

describe("clampLines", () => {
  it("say since when a clamp holds and what was measured", () => {
    const [line] = clampLines(run);
    expect(line).toMatchObject({ what: "ablate L1H3", state: "on", canRelease: true });
    expect(line?.how).toBe("clamped since 212k: z equals replacement at 212,032 (max deviation 0)");
  });

  it("say when it was on, and offer nothing to release then or when nobody trains", () => {
    const [line] = clampLines({ ...run, events: [...events, off] });
    expect(line?.how).toContain("clamped from 212k until 400k");
    expect(line?.canRelease).toBe(false);
    expect(clampLines({ ...run, state: "finished" })[0]?.canRelease).toBe(false);
  });

  it("do not hide a deviation", () => {
    const measured = events.map((event) =>
      event.kind === "clamp-measured" ? { ...event, deviation: 0.25 } : event,
    );
    expect(clampLines({ ...run, events: measured })[0]?.how).toContain(
      "differs from replacement at 212,032 (max deviation 2.5e-1)",
    );
  });

  it("say nothing of what was not measured yet", () => {
    expect(clampLines({ ...run, events: events.slice(0, 2) })[0]?.how).toBe("clamped since 212k");
  });
});
