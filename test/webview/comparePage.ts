import type { Browser, Page } from "playwright-core";
import type { PanelRequest } from "../../src/protocol/panelMessages.ts";
import type { RunColumns, RunSnapshot } from "../../src/protocol/panelRun.ts";
import { openPanelPage } from "./openPanelPage.ts";

/** In the page: a run as JSON has it, with typed arrays again. */
const toRun = `({ curves, ...run }) => {
  const numbers = (values) => Float64Array.from(values);
  const columns = Object.entries(curves.columns).map(([key, values]) => [key, numbers(values)]);
  return { ...run, curves: { sequences: numbers(curves.sequences), columns: Object.fromEntries(columns) } };
}`;

/** A Compare panel in a browser, and its host. */
export interface ComparePage {
  readonly page: Page;
  /** What it has asked for so far. */
  readonly requests: () => Promise<readonly PanelRequest[]>;
  /** Gives it runs. @param defaults what another panel has kept */
  readonly hydrate: (runs: readonly RunSnapshot[], defaults?: unknown) => Promise<void>;
  /** Gives it the rest of runs, as `inParts` has it. */
  readonly complete: (rest: readonly RunColumns[]) => Promise<void>;
  /** What it has said first. */
  readonly ready: () => Promise<unknown>;
  /** What would be kept over a reload of the window. */
  readonly state: () => Promise<{ readonly runs: readonly string[]; readonly ui: unknown }>;
}

/** Opens the panel. @param kept as VS Code would give it back after a reload */
export async function openComparePage(browser: Browser, kept: unknown = null): Promise<ComparePage> {
  const { page, run, state } = await openPanelPage(browser, "compare", { height: 600, kept });
  return {
    page,
    requests: async () =>
      (await run(
        "() => host.posted.filter(({ kind }) => kind === 'request').map(({ request }) => request)",
      )) as PanelRequest[],
    hydrate: async (runs, defaults) => {
      const plain = runs.map(({ curves, ...rest }) => ({
        ...rest,
        curves: {
          sequences: [...curves.sequences],
          columns: Object.fromEntries(
            Object.entries(curves.columns).map(([key, values]) => [key, [...values]]),
          ),
        },
      }));
      const hydrate = `(m) =>
        host.send({ kind: "hydrate", missing: [], isTrusted: true, ...m, runs: m.runs.map(${toRun}) })`;
      await run(hydrate, { runs: plain, defaults });
    },
    complete: async (rest) => {
      const plain = rest.map(({ id, columns }) => ({
        id,
        columns: Object.entries(columns).map(([key, values]) => [key, [...values]]),
      }));
      const send = `(all) => all.forEach(({ id, columns }) => {
        const numbers = columns.map(([key, values]) => [key, Float64Array.from(values)]);
        host.send({ kind: "columns", run: { id, columns: Object.fromEntries(numbers) } });
      })`;
      await run(send, plain);
    },
    ready: () => run("() => host.posted[0]"),
    state,
  };
}
