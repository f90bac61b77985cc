import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { cancelDraw, drawSoon, writeInTurn } from "../../../webview/shared/frames.ts";

describe("what is to be drawn", () => {
  let frames: (() => void)[] = [];
  const nextFrame = (): void => {
    for (const frame of frames.splice(0)) frame();
  };

  beforeEach(() => {
    frames = [];
    vi.stubGlobal("requestAnimationFrame", (frame: () => void) => frames.push(frame));
  });
  afterEach(() => {
    while (frames.length > 0) nextFrame();
    vi.unstubAllGlobals();
  });

  it("is drawn once in the next frame, however often it was asked for", () => {
    const draw = vi.fn();
    drawSoon(draw);
    drawSoon(draw);
    expect(draw).not.toHaveBeenCalled();
    nextFrame();
    nextFrame();
    expect(draw).toHaveBeenCalledTimes(1);
  });

  it("is written in turn where there are many texts: each comes, none twice before another", () => {
    const written: string[] = [];
    const writers = ["a", "b", "c"].map((name) => () => {
      written.push(name);
    });
    const ask = (): void => {
      for (const write of writers) writeInTurn(write, 20);
    };
    ask();
    nextFrame();
    expect(written).toEqual(["a"]);
    ask();
    nextFrame();
    ask();
    nextFrame();
    expect(written).toEqual(["a", "b", "c"]);
    nextFrame();
    nextFrame();
    expect(written).toEqual(["a", "b", "c", "a", "b"]);
    expect(frames).toEqual([]);
  });

  it("writes few texts together, and what has too many by itself", () => {
    const written: number[] = [];
    for (const count of [2, 2, 200, 2])
      writeInTurn(() => {
        written.push(count);
      }, count);
    nextFrame();
    expect(written).toEqual([2, 2]);
    nextFrame();
    expect(written).toEqual([2, 2, 200]);
    nextFrame();
    expect(written).toEqual([2, 2, 200, 2]);
  });

  it("is not drawn after it was taken back", () => {
    const draw = vi.fn();
    drawSoon(draw);
    writeInTurn(draw, 1);
    cancelDraw(draw);
    nextFrame();
    expect(draw).not.toHaveBeenCalled();
  });
});
