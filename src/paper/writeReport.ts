import { join } from "node:path";
import type { Figure } from "../figures/figure.ts";
import { reportHtml } from "../figures/report/reportHtml.ts";
import { atomicWrite } from "../runs/atomicWrite.ts";
import { version } from "../version.ts";
import type { FailedFigure } from "./reproduce.ts";

/** What is to be known of a report besides its figures. */
export interface ReportFacts {
  /** The folder that it goes to; absolute, exists. */
  readonly out: string;
  readonly quick: boolean;
  /** Wall time. */
  readonly seconds: number;
  readonly failures: readonly FailedFigure[];
}

/**
 * Writes `report.html`, one page with all figures, and `report.json`, what they say, into a folder, each as a whole or
 * not at all. Returns the path of the page.
 * @throws UserError where a file cannot be written
 */
export function writeReport(
  figures: readonly Figure[],
  { out, quick, seconds, failures }: ReportFacts,
): string {
  const created = new Date();
  const versions = { optoscope: version, node: process.versions.node };
  const html = reportHtml(figures, {
    title: "Figures of the paper, reproduced",
    created: localTime(created),
    versions,
    duration: seconds,
    notes: [
      ...(quick
        ? [
            "Quick runs: a tenth of the paper's lengths at ten times its learning rate; its times are divided by ten.",
          ]
        : []),
      ...failures.map(({ id, reason }) => `${id} could not be made: ${reason}`),
    ],
  });
  const json = {
    created: created.toISOString(),
    versions,
    quick,
    seconds,
    figures: figures.map(({ id, title, caption, verdicts, tables, runs }) => ({
      ...{ id, title, caption, verdicts, tables, runs },
    })),
    failures,
  };
  const page = join(out, "report.html");
  write(page, html);
  write(join(out, "report.json"), `${JSON.stringify(json, null, 2)}\n`);
  return page;
}

/** As a reader is to see it: `2026-11-22 20:14`. */
function localTime(date: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

function write(file: string, text: string): void {
  atomicWrite(file, [new TextEncoder().encode(text)], false);
}
