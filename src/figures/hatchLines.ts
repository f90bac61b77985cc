/** A part of a picture with straight edges, in pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A line from one place to another, in pixels. */
export type Segment = readonly [x1: number, y1: number, x2: number, y2: number];

/** Slanting lines in a box, `apart` pixels from each other: what has no value has no colour of a scale either. */
export function hatchLines({ x, y, width, height }: Box, apart: number): Segment[] {
  const lines: Segment[] = [];
  for (let at = apart / 2; at < width + height; at += apart) {
    lines.push([
      x + Math.max(0, at - height),
      y + Math.min(at, height),
      x + Math.min(at, width),
      y + Math.max(0, at - width),
    ]);
  }
  return lines;
}
