import type { Browser } from "playwright-core";
import { openPage, type OpenPage } from "./openPage.ts";

const start = `
  import { ChartGroup } from "./webview/shared/chartGroup.ts";
  import { LineChart } from "./webview/shared/lineChart.ts";
  const group = new ChartGroup({ title: "Sequences", format: String });
  const holder = document.getElementById("panel")!;
  // A chart has 22 pixels around its picture.
  holder.style.width = "523.6px";
  const chart = new LineChart(holder, { title: "Loss", unit: "", group });
  const x = Float64Array.of(0, 50, 100);
  const y = Float64Array.of(1, 2, 3);
  chart.setSeries([{ key: "a", label: "a", slot: 0, x, y }]);
  const [curves, overlay] = [...document.querySelectorAll("canvas")];
  let drawn = 0;
  const stroke = CanvasRenderingContext2D.prototype.stroke;
  CanvasRenderingContext2D.prototype.stroke = function (...all: unknown[]) {
    if (this.canvas === curves) drawn++;
    stroke.apply(this, all as never);
  };
  const frames = (count: number) => new Promise<void>((done) => {
    const next = () => { if (count-- > 0) requestAnimationFrame(next); else done(); };
    next();
  });
  Object.assign(window, { chart, group, holder, x, y, curves, overlay, frames, count: () => drawn });
`;

/** A page with one chart of one curve, 501.6 pixels wide. */
export interface OpenChart extends OpenPage {
  /**
   * Runs the body of an async function in the page, where there are the `chart`, its `group` and `holder`, the curve's `x`
   * and `y`, the canvases `curves` and `overlay`, `frames(n)`, which waits for so many, and `count()`: lines drawn so far.
   */
  readonly run: <T>(code: string) => Promise<T>;
}

/** Opens a page with a chart, and waits until it is drawn. `script` runs before the first drawing. */
export async function openChart(browser: Browser, script = ""): Promise<OpenChart> {
  const open = await openPage(browser, start + script);
  const run = <T>(code: string): Promise<T> => open.page.evaluate<T>(`(async () => { ${code} })()`);
  await run("await frames(6)");
  return { ...open, run };
}
