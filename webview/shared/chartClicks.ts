import type { ChartGroup } from "./chartGroup.ts";

/**
 * Calls `onPlace` with the place of the x-axis under the crosshair when a chart's picture is clicked, or Enter is pressed
 * on it. A drag, which zooms, is no click.
 */
export function watchChartClicks(
  holder: HTMLElement,
  group: ChartGroup,
  onPlace: (place: number) => void,
): void {
  let cursor: number | null = null;
  let pressed: { readonly x: number; readonly y: number; readonly cursor: number | null } | null = null;
  group.onDidMoveCursor.on((x) => {
    cursor = x;
  });
  holder.addEventListener(
    "pointerdown",
    (event) => {
      const isPicture = event.target instanceof HTMLCanvasElement && event.button === 0;
      pressed = isPicture ? { x: event.clientX, y: event.clientY, cursor } : null;
    },
    true,
  );
  holder.addEventListener(
    "click",
    (event) => {
      if (pressed === null || event.detail > 1) return;
      const moved = Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y);
      const at = cursor ?? pressed.cursor;
      if (moved < 4 && at !== null) onPlace(at);
    },
    true,
  );
  holder.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target instanceof HTMLCanvasElement && cursor !== null)
      onPlace(cursor);
  });
}
