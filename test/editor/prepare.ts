import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { TestProject } from "vitest/node";
import { version } from "../../src/version.ts";
import { findChromium } from "./browser.ts";
import { installTestHost } from "./installTestHost.ts";
import { nodePackage } from "./testHost.ts";

/** Finds what tests in a real VS Code need, and installs VS Code where it is missing. */
export function setup(project: TestProject): void {
  const vsix = resolve(import.meta.dirname, `../../optoscope-${version}.vsix`);
  if (!existsSync(vsix)) throw new Error(`${vsix} is missing: npm run package makes it`);
  const noEditor = whyNoEditor();
  if (noEditor === null) installTestHost();
  else process.stderr.write(`\nTests in a real VS Code are skipped: ${noEditor}.\n\n`);
  project.provide("vsix", vsix);
  project.provide("noEditor", noEditor);
}

function whyNoEditor(): string | null {
  if (nodePackage() === null) {
    return `there is no test host for ${process.platform} on ${process.arch}, only for Linux`;
  }
  if (findChromium() === null) return "there is no Chromium; install one, or name it in CHROMIUM";
  return null;
}
