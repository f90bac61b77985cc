import { pixel } from "./pixel.ts";

/** A mark around a point, as `d` of an SVG path. `radius` is half its width, in pixels. */
export function markPath(
  look: "circle" | "triangle" | "square",
  x: number,
  y: number,
  radius: number,
): string {
  const at = (left: number, top: number): string => `${pixel(x + left)} ${pixel(y + top)}`;
  if (look === "square") {
    const half = radius * 0.88;
    return `M${at(-half, -half)}H${pixel(x + half)}V${pixel(y + half)}H${pixel(x - half)}Z`;
  }
  if (look === "triangle") {
    // Its centre of mass is at the point.
    const side = radius * 1.15;
    return `M${at(0, -side * 1.1)}L${at(side, side * 0.75)}L${at(-side, side * 0.75)}Z`;
  }
  const r = pixel(radius);
  return `M${at(-radius, 0)}a${r} ${r} 0 1 0 ${pixel(2 * radius)} 0a${r} ${r} 0 1 0 ${pixel(-2 * radius)} 0Z`;
}
