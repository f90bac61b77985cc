// In milliseconds. The browser needs about twice as long again to put on the screen what was drawn.
const budget = 3;
/** Where many wait, as charts that come into view together: each frame has a cost of its own. */
const budgetOfMany = 12;
const many = 10;

const quick = new Set<() => void>();
const slow = new Set<() => void>();
let isScheduled = false;

/** Calls `draw` in the next animation frame, once, however often it was asked for. */
export function drawSoon(draw: () => void): void {
  quick.add(draw);
  schedule();
}

/** The same for what takes milliseconds: calls are spread over several frames where one has no time for all. */
export function drawWhenTime(draw: () => void): void {
  slow.add(draw);
  schedule();
}

/** Takes back what was asked for. */
export function cancelDraw(draw: () => void): void {
  quick.delete(draw);
  slow.delete(draw);
}

function schedule(): void {
  if (isScheduled) return;
  isScheduled = true;
  requestAnimationFrame(run);
}

function run(): void {
  isScheduled = false;
  const end = performance.now() + (slow.size < many ? budget : budgetOfMany);
  for (const draw of slow) {
    slow.delete(draw);
    draw();
    if (performance.now() >= end) break;
  }
  for (const draw of [...quick]) {
    quick.delete(draw);
    draw();
  }
  if (slow.size > 0) schedule();
}
