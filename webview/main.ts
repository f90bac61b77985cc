import { ComparePanel } from "./compare/comparePanel.ts";
import { HeadsPanel } from "./heads/headsPanel.ts";
import { LivePanel } from "./live/livePanel.ts";
import { keepSeriesVariables } from "./shared/keepSeriesVariables.ts";
import { PanelClient } from "./shared/panelClient.ts";
import { vscodeApi } from "./shared/vscodeApi.ts";
import type { PanelKind } from "../src/protocol/panelMessages.ts";
import { WiringPanel } from "./wiring/wiringPanel.ts";

const panels: Readonly<Record<PanelKind, new (root: HTMLElement, client: PanelClient) => object>> = {
  live: LivePanel,
  compare: ComparePanel,
  heads: HeadsPanel,
  wiring: WiringPanel,
};

const root = document.getElementById("panel");
const kind = root?.dataset["panel"];
if (root === null || kind === undefined || !Object.hasOwn(panels, kind)) {
  throw new Error("the page does not say which panel it is");
}
keepSeriesVariables();
const client = new PanelClient(vscodeApi);
new panels[kind as PanelKind](root, client);
client.start();
