import { appendFileSync } from "node:fs";
import type { HostReportLine } from "./hostReport.ts";
import { hostVariables } from "./hostReport.ts";

/** Adds a line to the report. */
export function report(line: HostReportLine): void {
  const file = process.env[hostVariables.report];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(line)}\n`);
}
