import * as vscode from "vscode";
import { Disposable } from "./disposable.ts";
import { queueFile } from "./execution/queueFile.ts";
import { LocalPool } from "./execution/localPool.ts";
import { Measurers } from "./execution/measurers.ts";
import { RunLibrary } from "./execution/runLibrary.ts";
import { SharedMeasures } from "./execution/sharedMeasures.ts";
import { ClampDecorations } from "./views/clampDecorations.ts";
import { launchExperiment } from "./views/commands/launchExperiment.ts";
import { registerCommands } from "./views/commands/registerCommands.ts";
import { configuration } from "./views/configuration.ts";
import { ContextKeys } from "./views/contextKeys.ts";
import { ExperimentFiles } from "./views/experimentFiles.ts";
import { FocusedRuns } from "./views/focusedRuns.ts";
import { Later } from "./views/later.ts";
import { Notifications } from "./views/notifications.ts";
import { PanelDefaults } from "./views/panels/panelDefaults.ts";
import { Panels } from "./views/panels/panels.ts";
import { RememberedSubject } from "./views/rememberedSubject.ts";
import type { Services } from "./views/services.ts";
import { StatusBar } from "./views/statusBar.ts";
import { ArchitectureTree } from "./views/trees/architectureTree.ts";
import { ClampsTree } from "./views/trees/clampsTree.ts";
import { ExperimentsTree } from "./views/trees/experimentsTree.ts";
import { RunsTree } from "./views/trees/runsTree.ts";
import { settings } from "./ids.ts";

/** The extension: builds everything, in the order in which one thing needs another. */
export class App extends Disposable {
  readonly services: Services;

  constructor(context: vscode.ExtensionContext) {
    super();
    const log = this.register(vscode.window.createOutputChannel("Optoscope", { log: true }));
    const isReadOnly = () => !vscode.workspace.isTrusted;
    const mayRun = () => !isReadOnly() && library.root !== null;

    const builtFile = (name: string) => vscode.Uri.joinPath(context.extensionUri, "dist", name).fsPath;

    const library = this.register(new RunLibrary(configuration.runsRoot(), { readOnly: isReadOnly }));
    const pool = this.register(
      new LocalPool({
        library,
        trainer: builtFile("trainer.js"),
        parallelRuns: configuration.parallelRuns,
        tensorflowFolder: configuration.tensorflowFolder,
        store: queueFile(() => library.root),
        warn: (message) => {
          log.warn(message);
        },
      }),
    );
    const experiments = this.register(new ExperimentFiles(log));

    const experimentsTree = this.register(new ExperimentsTree(experiments));
    const runsTree = this.register(new RunsTree(library));
    const architectureTree = this.register(
      new ArchitectureTree({ library, experiments, runsTree, experimentsTree }),
    );
    const clampsTree = this.register(new ClampsTree(architectureTree, library, experiments));
    const { tensorflowFolder } = configuration;
    const measurers = this.register(new Measurers({ entry: builtFile("measurer.js"), tensorflowFolder }));
    const panels = this.register(
      new Panels({
        extension: context.extensionUri,
        library,
        log,
        measures: this.register(new SharedMeasures(measurers)),
        defaults: new PanelDefaults(context.workspaceState),
        launch: (launch) => launchExperiment(this.services, launch),
      }),
    );
    const focusedRuns = this.register(new FocusedRuns({ panels, runsTree }));
    const quietGroups = new Set<string>();

    this.services = {
      context,
      log,
      library,
      pool,
      experiments,
      experimentsTree,
      runsTree,
      architectureTree,
      clampsTree,
      panels,
      focusedRuns,
      quietGroups,
    };
    this.register(new ClampDecorations(architectureTree));
    this.register(new StatusBar(library, runsTree));
    this.register(new Notifications(pool, library, this.services));
    this.register(new ContextKeys(library, architectureTree));
    this.register(new RememberedSubject(context.workspaceState, { architectureTree, library, experiments }));
    this.register(registerCommands(this.services));
    // Runs that waited when the window was closed, and those that are training on, are taken up again.
    this.register(
      new Later(() => {
        if (mayRun()) pool.start();
      }),
    );
    this.register(
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        pool.start();
      }),
    );
    this.register(
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(settings.runsFolder)) library.setRoot(configuration.runsRoot());
        if (change.affectsConfiguration(settings.parallelRuns) && mayRun()) pool.start();
      }),
    );
  }
}
