import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test, vi } from "vitest";
import {
  commands,
  contextKeys,
  experimentGlob,
  panels,
  settings,
  viewContainer,
  views,
  walkthrough,
} from "../../../src/ids.ts";
import { configuration } from "../../../src/views/configuration.ts";

vi.mock("vscode", () => ({
  workspace: {
    getConfiguration: () => ({ get: (_key: string, otherwise: unknown) => otherwise }),
    workspaceFolders: [{ uri: { scheme: "file", fsPath: "/home/ada/heads" } }],
  },
}));

interface MenuItem {
  readonly command: string;
  readonly when?: string;
  readonly group?: string;
}
interface Setting {
  readonly type: string;
  readonly default: unknown;
  readonly order: number;
  readonly scope: string;
  readonly markdownDescription: string;
  readonly minimum?: number;
  readonly ignoreSync?: boolean;
}
interface Step {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly media: { readonly svg: string; readonly altText: string };
  readonly completionEvents: readonly string[];
}
interface Manifest {
  readonly main: string;
  readonly icon: string;
  readonly engines: { readonly vscode: string };
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly extensionKind: readonly string[];
  readonly activationEvents: readonly string[];
  readonly capabilities: {
    readonly untrustedWorkspaces: {
      readonly supported: string;
      readonly description: string;
      readonly restrictedConfigurations: readonly string[];
    };
    readonly virtualWorkspaces: { readonly supported: boolean; readonly description: string };
  };
  readonly contributes: {
    readonly commands: readonly { command: string; title: string; category: string; icon: string }[];
    readonly viewsContainers: { readonly activitybar: readonly { id: string; icon: string }[] };
    readonly views: Readonly<Record<string, readonly { id: string; name: string; icon: string }[]>>;
    readonly viewsWelcome: readonly { view: string; contents: string; when: string }[];
    readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
    readonly languages: readonly { id: string; filenamePatterns: readonly string[] }[];
    readonly jsonValidation: readonly { fileMatch: string; url: string }[];
    readonly walkthroughs: readonly { id: string; steps: readonly Step[] }[];
  };
}

const manifestText = readFileSync("package.json", "utf8");
const manifest = JSON.parse(manifestText) as Manifest;
const strings = JSON.parse(readFileSync("package.nls.json", "utf8")) as Record<string, string>;
const { contributes } = manifest;
const menuItems = Object.values(contributes.menus).flat();
const commandIds = new Set<string>(Object.values(commands));
const viewIds = new Set<string>(Object.values(views));

/** Context keys of VS Code itself that are used. */
const builtIn = new Set([
  "view",
  "viewItem",
  "workspaceFolderCount",
  "isWorkspaceTrusted",
  "listMultiSelection",
  "resourceFilename",
  "activeWebviewPanelId",
]);

function text(reference: string): string {
  return strings[reference.slice(1, -1)] ?? "";
}

/** The names in a `when` clause: no regular expressions, numbers and texts in quotes. */
function namesIn(when: string): string[] {
  const plain = when.replaceAll(/\/(?:[^/\\]|\\.)*\//g, "").replaceAll(/'[^']*'/g, "");
  return plain.match(/[A-Za-z][\w.]*/g) ?? [];
}

function linksIn(contents: string): string[] {
  return [...contents.matchAll(/\(command:([^)?]+)/g)].map(([, command = ""]) => command);
}

describe("texts", () => {
  test("every %key% has a text, and every text is used", () => {
    const used = new Set([...manifestText.matchAll(/"%([^%"]+)%"/g)].map(([, key = ""]) => key));
    expect([...used].sort()).toEqual(Object.keys(strings).sort());
    for (const [key, value] of Object.entries(strings)) expect(value.trim(), key).not.toBe("");
  });

  test("nothing that users read stands in package.json itself", () => {
    const shown = [
      ...contributes.commands.flatMap(({ title, category }) => [title, category]),
      ...Object.values(contributes.views).flatMap((list) => list.map(({ name }) => name)),
      ...contributes.viewsWelcome.map(({ contents }) => contents),
      ...Object.values(contributes.configuration.properties).map((each) => each.markdownDescription),
      ...contributes.walkthroughs.flatMap(({ steps }) =>
        steps.flatMap(({ title, description, media }) => [title, description, media.altText]),
      ),
      manifest.capabilities.untrustedWorkspaces.description,
      manifest.capabilities.virtualWorkspaces.description,
    ];
    for (const each of shown) expect(each).toMatch(/^%[\w.]+%$/);
  });
});

describe("commands", () => {
  test("are those of ids.ts, each with a title, the category and an icon", () => {
    expect(contributes.commands.map(({ command }) => command).sort()).toEqual([...commandIds].sort());
    for (const { command, title, category, icon } of contributes.commands) {
      expect(title, command).toBe(`%command.${command.replace("optoscope.", "")}%`);
      expect(text(category), command).toBe("Optoscope");
      expect(icon, command).toMatch(/^\$\([a-z-]+\)$/);
    }
    const titles = contributes.commands.map(({ title }) => text(title));
    expect(new Set(titles).size).toBe(titles.length);
  });

  test("menus, texts and events name only commands that there are", () => {
    const named = [
      ...menuItems.map(({ command }) => command),
      ...Object.values(strings).flatMap(linksIn),
      ...contributes.walkthroughs
        .flatMap(({ steps }) => steps.flatMap((step) => step.completionEvents))
        .filter((event) => event.startsWith("onCommand:"))
        .map((event) => event.slice("onCommand:".length)),
    ];
    const ours = named.filter((command) => !command.startsWith("workbench."));
    expect(ours.filter((command) => !commandIds.has(command))).toEqual([]);
  });

  test("that are for the mouse only do not exist: none is hidden from the palette for good", () => {
    for (const { when } of contributes.menus["commandPalette"] ?? []) expect(when).not.toBe("false");
  });
});

/** Presets are always in the Experiments view. */
const canBeEmpty: readonly string[] = Object.values(views).filter((id) => id !== views.experiments);

describe("views", () => {
  test("are those of ids.ts, in one container, each with an icon and, where it can be empty, a welcome", () => {
    expect(contributes.viewsContainers.activitybar.map(({ id }) => id)).toEqual([viewContainer]);
    expect(Object.keys(contributes.views)).toEqual([viewContainer]);
    const declared = contributes.views[viewContainer] ?? [];
    expect(declared.map(({ id }) => id).sort()).toEqual([...viewIds].sort());
    for (const { id, icon } of declared) {
      expect(icon, id).toMatch(/^\$\([a-z-]+\)$/);
      const welcomes = contributes.viewsWelcome.filter(({ view }) => view === id);
      if (canBeEmpty.includes(id)) expect(welcomes.length, id).toBeGreaterThan(1);
      else expect(welcomes, id).toEqual([]);
    }
    for (const { view } of contributes.viewsWelcome) expect(viewIds).toContain(view);
  });

  test("offer to open a folder where there is none", () => {
    const offers = contributes.viewsWelcome
      .filter(({ contents }) => linksIn(text(contents)).includes("workbench.action.files.openFolder"))
      .map(({ view }) => view);
    expect(offers).toContain(views.runs);
    expect(offers).toContain(views.architecture);
  });

  test.each(canBeEmpty)("%s has exactly one welcome in each state", (view) => {
    const conditions = contributes.viewsWelcome.filter((each) => each.view === view).map(({ when }) => when);
    for (let state = 0; state < 16; state++) {
      const bit = (place: number) => Math.floor(state / 2 ** place) % 2 === 1;
      const values: Record<string, unknown> = {
        workspaceFolderCount: bit(0) ? 1 : 0,
        isWorkspaceTrusted: bit(1),
        [contextKeys.hasRuns]: bit(2),
        [contextKeys.hasArchitecture]: bit(3),
      };
      // The Runs view is empty only without runs, and runs are in a folder.
      if (view === views.runs && bit(2)) continue;
      // What is shown is in a folder; presets are looked at without one.
      if (view === views.architecture && bit(3)) continue;
      const holding = conditions.filter((when) => when.split(" && ").every((part) => holds(part, values)));
      expect(holding, JSON.stringify(values)).toHaveLength(1);
    }
  });
});

function holds(part: string, values: Readonly<Record<string, unknown>>): boolean {
  const [, not, key = "", relation, number] = /^(!?)([\w.]+)(?: (==|!=) (\d+))?$/.exec(part) ?? [];
  if (relation === undefined) return Boolean(values[key]) !== (not === "!");
  return (values[key] === Number(number)) === (relation === "==");
}

describe("when clauses", () => {
  test("name only context keys and views that there are, and every context key is used", () => {
    const keys = new Set<string>(Object.values(contextKeys));
    const events = contributes.walkthroughs.flatMap(({ steps }) =>
      steps.flatMap((step) => step.completionEvents),
    );
    const conditions = [
      ...menuItems.flatMap(({ when }) => when ?? []),
      ...contributes.viewsWelcome.map(({ when }) => when),
      ...events
        .filter((event) => event.startsWith("onContext:"))
        .map((event) => event.slice("onContext:".length)),
    ];
    const names = conditions.flatMap(namesIn);
    expect(names.filter((name) => !builtIn.has(name) && !keys.has(name) && !viewIds.has(name))).toEqual([]);
    expect([...keys].filter((key) => !names.includes(key))).toEqual([]);
  });

  test("have regular expressions that can be read", () => {
    const patterns = menuItems.flatMap(({ when = "" }) => when.match(/=~ \/(?:[^/\\]|\\.)*\//g) ?? []);
    expect(patterns.length).toBeGreaterThan(0);
    for (const pattern of patterns) expect(() => new RegExp(pattern.slice(4, -1))).not.toThrow();
  });

  test("of items in a view say which view", () => {
    for (const menu of ["view/title", "view/item/context"])
      for (const { command, when } of contributes.menus[menu] ?? [])
        expect(viewIds, command).toContain(/^view == ([\w.]+)/.exec(when ?? "")?.[1]);
  });

  test("leave what runs, changes or deletes to trusted workspaces", () => {
    const changing: string[] = [
      commands.newExperiment,
      commands.duplicateExperiment,
      commands.renameRun,
      commands.runExperiment,
      commands.runExperimentWithChanges,
      commands.pauseRun,
      commands.resumeRun,
      commands.stopRun,
      commands.stopAllRuns,
      commands.forkRun,
      commands.forkRunHere,
      commands.deleteRun,
      commands.clampSelectedHeads,
      commands.clampHeadWhileRunning,
      commands.addClamp,
      commands.releaseClamp,
      commands.editClamp,
      commands.measureUnderClamp,
      commands.reproduceFigure,
    ];
    for (const { command, when } of menuItems)
      if (changing.includes(command)) expect(when, command).toContain("isWorkspaceTrusted");
  });
});

describe("settings", () => {
  const { properties } = contributes.configuration;

  test("are those of ids.ts, in an order of their own", () => {
    expect(Object.keys(properties).sort()).toEqual(Object.values(settings).sort());
    const orders = Object.values(properties).map(({ order }) => order);
    expect(new Set(orders).size).toBe(orders.length);
  });

  test("have the types and defaults that the code expects", () => {
    expect(configuration.parallelRuns()).toBe(properties[settings.parallelRuns]?.default);
    expect(configuration.notifyFinished()).toBe(properties[settings.notifyFinished]?.default);
    expect(configuration.notifyFailed()).toBe(properties[settings.notifyFailed]?.default);
    expect(configuration.openLivePanelOnRun()).toBe(properties[settings.openLivePanelOnRun]?.default);
    expect(properties[settings.tensorflowFolder]?.default).toBe("");
    expect(configuration.tensorflowFolder()).toBeNull();
    expect(properties[settings.runsFolder]?.default).toBe("");
    expect(configuration.runsRoot()).toBe("/home/ada/heads/.optoscope/runs");
    expect(properties[settings.parallelRuns]).toMatchObject({ type: "integer", minimum: 0 });
    for (const [key, { type, default: value }] of Object.entries(properties))
      expect(type === "integer" ? "number" : type, key).toBe(typeof value);
  });

  test("can be the user's own, but for folders of a machine, and parallel runs are not taken to another machine", () => {
    const ofMachine = Object.entries(properties).filter(([, { scope }]) => scope !== "window");
    expect(ofMachine.map(([key]) => key)).toEqual([settings.tensorflowFolder]);
    expect(properties[settings.parallelRuns]?.ignoreSync).toBe(true);
  });

  test("that name folders are not taken from a workspace that is not trusted", () => {
    const { supported, restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    expect(supported).toBe("limited");
    expect([...restrictedConfigurations].sort()).toEqual(
      [settings.runsFolder, settings.tensorflowFolder].sort(),
    );
  });
});

describe("files", () => {
  test("that the manifest names are there, or are built", () => {
    const named = [
      manifest.icon,
      ...contributes.viewsContainers.activitybar.map(({ icon }) => icon),
      ...contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.svg)),
    ];
    expect(named.filter((file) => !existsSync(file))).toEqual([]);
    expect(manifest.main).toBe("./dist/extension.js");
    expect(existsSync("src/extension.ts")).toBe(true);
    expect(contributes.jsonValidation.map(({ url }) => url)).toEqual(["./dist/experiment.schema.json"]);
    expect(existsSync("dist/experiment.schema.json")).toBe(true);
  });

  test("that are experiments are JSON with comments, checked by the schema", () => {
    expect(contributes.languages).toEqual([{ id: "jsonc", filenamePatterns: ["*.opto.json"] }]);
    expect(contributes.jsonValidation.map(({ fileMatch }) => fileMatch)).toEqual(["*.opto.json"]);
  });
});

describe("the extension", () => {
  test("is activated by panels that come back and by runs and experiments, and by nothing that costs everyone", () => {
    expect([...manifest.activationEvents].sort()).toEqual(
      [
        ...Object.values(panels).map((id) => `onWebviewPanel:${id}`),
        "workspaceContains:.optoscope/runs",
        `workspaceContains:${experimentGlob}`,
      ].sort(),
    );
    expect(manifest.extensionKind).toEqual(["workspace"]);
  });

  test("is checked against the API of the oldest editor that it supports", () => {
    expect(manifest.engines.vscode).toBe(`^${manifest.devDependencies["@types/vscode"] ?? ""}`);
  });

  test("has a walkthrough of six steps, each of which can be completed", () => {
    const [only] = contributes.walkthroughs;
    expect(only?.id).toBe(walkthrough);
    expect(only?.steps.map(({ id }) => id)).toEqual([
      "experiment",
      "run",
      "live",
      "clamp",
      "compare",
      "paper",
    ]);
    for (const { id, description, completionEvents } of only?.steps ?? []) {
      expect(completionEvents, id).not.toEqual([]);
      expect(linksIn(text(description)), id).not.toEqual([]);
    }
  });
});
