import { join } from "node:path";
import { dataFiles } from "../figures/dataFiles.ts";
import type { Figure } from "../figures/figure.ts";
import { figureSvg } from "../figures/figureSvg.ts";
import { atomicWrite } from "../runs/atomicWrite.ts";
import { figurePng } from "./png/figurePng.ts";

/**
 * Writes a figure's files into a folder that exists, each as a whole or not at all: `fig5b.svg` and `fig5b-dark.svg`,
 * `fig5b.png`, and all its data as `dataFiles` has them.
 * @throws UserError where a file cannot be written
 */
export async function writeFigure(figure: Figure, out: string): Promise<void> {
  const light = figureSvg(figure, "light");
  write(`${figure.id}.svg`, light);
  write(`${figure.id}-dark.svg`, figureSvg(figure, "dark"));
  for (const { name, csv } of dataFiles(figure)) write(name, csv);
  write(`${figure.id}.png`, await figurePng(light));

  function write(name: string, content: string | Uint8Array): void {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    atomicWrite(join(out, name), [bytes], false);
  }
}
