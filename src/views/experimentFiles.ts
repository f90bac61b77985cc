import * as vscode from "vscode";
import { Disposable } from "../disposable.ts";
import { Emitter } from "../emitter.ts";
import { presets } from "../experiment/presets.ts";
import { experimentGlob } from "../ids.ts";
import { ExperimentDiagnostics } from "./experimentDiagnostics.ts";
import type { ExperimentItem } from "./experimentItem.ts";
import { readExperimentItem } from "./readExperimentItem.ts";

type FileItem = Extract<ExperimentItem, { kind: "file" }>;

const presetItems = presets.map((preset): ExperimentItem => ({ kind: "preset", preset }));
const excluded = "**/{node_modules,.optoscope}/**";
const isExcluded = /\/(node_modules|\.optoscope)\//;
const maxFiles = 300;
/** Milliseconds without typing after which a text is read. */
const pause = 250;

/**
 * The experiments that can be run: files of the workspace, as they stand in editors, and presets. Files are looked for
 * when somebody first asks for them, and followed from then on. Files open in editors are checked from the start.
 */
export class ExperimentFiles extends Disposable {
  readonly #log: vscode.LogOutputChannel;
  readonly #changed = this.register(new Emitter<undefined>());
  readonly #diagnostics = this.register(new ExperimentDiagnostics());
  readonly #files = new Map<string, FileItem>();
  /** Number of the last reading of each file: what an older one finds is out of date. */
  readonly #readings = new Map<string, number>();
  readonly #waiting = new Map<string, ReturnType<typeof setTimeout>>();
  #items: readonly ExperimentItem[] = presetItems;
  #search: Promise<void> | null = null;
  #wasSearched = false;

  /** Other items, or other content of one. */
  readonly onDidChange = this.#changed.event;

  constructor(log: vscode.LogOutputChannel) {
    super();
    this.#log = log;
    const { workspace } = vscode;
    const later = ({ uri }: { uri: vscode.Uri }) => {
      this.#readLater(uri);
    };
    this.register(workspace.onDidOpenTextDocument(later));
    this.register(workspace.onDidCloseTextDocument(later));
    this.register(
      workspace.onDidChangeTextDocument(({ document }) => {
        later(document);
      }),
    );
    this.register(
      workspace.onDidChangeWorkspaceFolders(() => {
        if (this.#wasSearched) void this.refresh();
      }),
    );
    this.register({
      dispose: () => {
        for (const timer of this.#waiting.values()) clearTimeout(timer);
      },
    });
    workspace.textDocuments.forEach(later);
  }

  /** Files of the workspace by name, then presets. The first call begins to look for files: see `onDidChange`. */
  get items(): readonly ExperimentItem[] {
    if (!this.#wasSearched) void this.refresh();
    return this.#items;
  }

  /** Looks for files anew. When it is done, `items` is complete. */
  refresh(): Promise<void> {
    this.#search ??= this.#find().finally(() => {
      this.#search = null;
    });
    return this.#search;
  }

  /** The item of a file, which need not be in the workspace, as it stands now. */
  async read(uri: vscode.Uri): Promise<FileItem> {
    const known = await this.#read(uri);
    return known ?? (await readExperimentItem(uri)).item;
  }

  async #find(): Promise<void> {
    if (!this.#wasSearched) this.#watch();
    this.#wasSearched = true;
    try {
      const uris = await vscode.workspace.findFiles(experimentGlob, excluded, maxFiles);
      const found = new Set(uris.map((uri) => uri.toString()));
      for (const [key, { uri }] of this.#files) if (!found.has(key)) this.#forget(uri);
      for (let start = 0; start < uris.length; start += 16) {
        await Promise.all(uris.slice(start, start + 16).map((uri) => this.#read(uri)));
      }
    } catch (error) {
      this.#log.error(`experiment files cannot be listed: ${String(error)}`);
    }
    this.#publish();
  }

  #watch(): void {
    const watcher = this.register(vscode.workspace.createFileSystemWatcher(experimentGlob));
    const later = (uri: vscode.Uri) => {
      this.#readLater(uri);
    };
    this.register(watcher.onDidCreate(later));
    this.register(watcher.onDidChange(later));
    this.register(watcher.onDidDelete(later));
  }

  #readLater(uri: vscode.Uri): void {
    if (!isExperiment(uri) || this.isDisposed) return;
    const key = uri.toString();
    clearTimeout(this.#waiting.get(key));
    this.#waiting.set(
      key,
      setTimeout(() => {
        this.#waiting.delete(key);
        void this.#follow(uri);
      }, pause),
    );
  }

  async #follow(uri: vscode.Uri): Promise<void> {
    const isListed = this.#wasSearched && vscode.workspace.getWorkspaceFolder(uri) !== undefined;
    if (!isOpen(uri) && (!isListed || !(await exists(uri)))) this.#forget(uri);
    else if (this.#files.size < maxFiles || this.#files.has(uri.toString())) await this.#read(uri);
    this.#publish();
  }

  /** Reads a file and checks it; it comes into the list where it belongs to the workspace. Null when out of date. */
  async #read(uri: vscode.Uri): Promise<FileItem | null> {
    const key = uri.toString();
    const number = (this.#readings.get(key) ?? 0) + 1;
    this.#readings.set(key, number);
    const { item, text } = await readExperimentItem(uri);
    if (this.isDisposed || this.#readings.get(key) !== number) return null;
    if (text === null) this.#diagnostics.forget(uri);
    else this.#diagnostics.check(uri, text);
    if (vscode.workspace.getWorkspaceFolder(uri) === undefined) return item;
    const known = this.#files.get(key);
    if (known !== undefined && isSame(known, item)) return known;
    this.#files.set(key, item);
    return item;
  }

  #forget(uri: vscode.Uri): void {
    const key = uri.toString();
    this.#readings.delete(key);
    this.#files.delete(key);
    this.#diagnostics.forget(uri);
  }

  #publish(): void {
    if (this.isDisposed || !this.#wasSearched) return;
    const files = [...this.#files.values()].sort((a, b) => a.name.localeCompare(b.name, "en"));
    const items = [...files, ...presetItems];
    const isChanged =
      items.length !== this.#items.length || items.some((item, index) => item !== this.#items[index]);
    if (!isChanged) return;
    this.#items = items;
    this.#changed.fire(undefined);
  }
}

/** Old versions in a diff and the like have other schemes. */
function isExperiment(uri: vscode.Uri): boolean {
  if (!uri.path.endsWith(".opto.json") || isExcluded.test(uri.path)) return false;
  return uri.scheme === "file" || vscode.workspace.getWorkspaceFolder(uri) !== undefined;
}

function isOpen(uri: vscode.Uri): boolean {
  const key = uri.toString();
  return vscode.workspace.textDocuments.some((document) => document.uri.toString() === key);
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

function isSame(a: FileItem, b: FileItem): boolean {
  if (a.name !== b.name || a.problem !== b.problem) return false;
  return JSON.stringify(a.experiment) === JSON.stringify(b.experiment);
}
