import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { installTestHost } from "./installTestHost.ts";
import { killProcesses, processesOf } from "./processes.ts";

/** What a VS Code is started with. */
export interface EditorOptions {
  /** Extensions to install, as paths of VSIX files. */
  readonly extensions: readonly string[];
  /** A folder whose content the workspace begins with. */
  readonly copyOf?: string;
  /** Files of the workspace, by their path in it. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** Whether the workspace is trusted. Default: yes. */
  readonly isTrusted?: boolean;
  /** Of the user. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

/** A VS Code that serves its workbench, in folders of its own. */
export interface RunningEditor {
  /** As `http://127.0.0.1:40123`. */
  readonly address: string;
  /** The folder that holds everything of this editor: workspace, settings, extensions, logs. */
  readonly folder: string;
  /** The folder of the workspace. */
  readonly workspace: string;
  /** The server's process. */
  readonly pid: number;
  /** What the server has printed. */
  log(): string;
  /** Ends the server and everything that it started, and removes its folder unless `keep`. */
  stop(options?: { readonly keep?: boolean }): Promise<void>;
}

/** Nothing that appears by itself, asks, or reaches for the network. */
const quietSettings = {
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.enableExperiments": false,
  "workbench.reduceMotion": "on",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "window.commandCenter": false,
  // A panel that opens by itself takes the focus, also from what a test has just typed into.
  "workbench.quickOpen.closeOnFocusLost": false,
  "chat.disableAIFeatures": true,
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "telemetry.telemetryLevel": "off",
  "git.enabled": false,
  "security.workspace.trust.startupPrompt": "never",
  "security.workspace.trust.untrustedFiles": "open",
};

/**
 * Starts a VS Code and waits until it answers.
 * @throws with the end of its log where it does not
 */
export async function startEditor(options: EditorOptions): Promise<RunningEditor> {
  const host = installTestHost();
  // Short, because paths of sockets in it are limited to 107 characters.
  const folder = mkdtempSync(join(tmpdir(), "opto-"));
  const workspace = join(folder, "workspace");
  write(
    join(folder, "user/User/settings.json"),
    JSON.stringify({ ...quietSettings, ...options.settings }, null, 2),
  );
  mkdirSync(join(folder, "extensions"));
  mkdirSync(workspace);
  if (options.copyOf !== undefined) cpSync(options.copyOf, workspace, { recursive: true });
  for (const [path, content] of Object.entries(options.files ?? {})) write(join(workspace, path), content);
  write(join(folder, "config.yaml"), "auth: none\n");

  const env = environment(folder, options.env);
  const common = [
    host.entry,
    ...["--config", join(folder, "config.yaml")],
    ...["--user-data-dir", join(folder, "user")],
    ...["--extensions-dir", join(folder, "extensions")],
  ];
  if (options.extensions.length > 0) {
    const install = options.extensions.flatMap((file) => ["--install-extension", file]);
    const { status, stdout, stderr } = spawnSync(host.node, [...common, ...install], {
      env,
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`the extension could not be installed:\n${stdout}\n${stderr}`);
  }

  const port = await freePort();
  const logFile = join(folder, "server.log");
  const output = openSync(logFile, "a");
  const server = spawn(
    host.node,
    [
      ...common,
      ...["--auth", "none", "--bind-addr", `127.0.0.1:${port}`],
      ...["--disable-telemetry", "--disable-update-check", "--disable-getting-started-override"],
      "--ignore-last-opened",
      ...((options.isTrusted ?? true) ? ["--disable-workspace-trust"] : []),
    ],
    { env, stdio: ["ignore", output, output], detached: true },
  );
  const editor: RunningEditor = {
    address: `http://127.0.0.1:${port}`,
    folder,
    workspace,
    pid: server.pid ?? -1,
    log: () => readFileSync(logFile, "utf8"),
    stop: async ({ keep = false } = {}) => {
      await killProcesses(processesOf(editor));
      if (!keep) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  try {
    await untilServed(editor, server);
  } catch (error) {
    await editor.stop();
    throw error;
  }
  return editor;
}

async function untilServed(editor: RunningEditor, server: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    if (server.exitCode !== null) break;
    const response = await fetch(editor.address).catch(() => null);
    if (response?.ok === true) return;
    await sleep(200);
  }
  throw new Error(`VS Code does not answer. The end of its log:\n${editor.log().slice(-2000)}`);
}

/** Ours, without what an editor, a test runner or npm around us has set, and with folders of its own. */
function environment(folder: string, own: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const foreign = /^(VSCODE_|ELECTRON_|VITEST|npm_|CODE_SERVER)|^(NODE_OPTIONS|NODE_ENV|PORT|PASSWORD|TEST)$/;
  return {
    ...Object.fromEntries(Object.entries(process.env).filter(([key]) => !foreign.test(key))),
    XDG_CONFIG_HOME: join(folder, "xdg/config"),
    XDG_DATA_HOME: join(folder, "xdg/data"),
    XDG_CACHE_HOME: join(folder, "xdg/cache"),
    ...own,
  };
}

function write(file: string, content: string | Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === "string") reject(new Error("there is no free port"));
        else resolve(address.port);
      });
    });
  });
}
