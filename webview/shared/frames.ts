// In milliseconds. The browser needs about twice as long again to put on the screen what was drawn.
const budget = 3;
/** Where many wait, as charts that come into view together: each frame has a cost of its own. */
const budgetOfMany = 80;
const many = 10;
/** So many texts are written in a frame: laying them out takes the browser longer than everything else. */
const mostTexts = 24;

const quick = new Set<() => void>();
const slow = new Set<() => void>();
/** How many texts each of them writes. */
const texts = new Map<() => void, number>();
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

/** The same for what writes so many texts into the page: where frames have no time for all, one after the other. */
export function writeInTurn(write: () => void, count: number): void {
  texts.set(write, count);
  schedule();
}

/** Takes back what was asked for. */
export function cancelDraw(draw: () => void): void {
  quick.delete(draw);
  slow.delete(draw);
  texts.delete(draw);
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
  let written = 0;
  for (const [write, count] of texts) {
    if (written > 0 && written + count > mostTexts) break;
    written += count;
    texts.delete(write);
    write();
  }
  if (slow.size > 0 || texts.size > 0) schedule();
}
