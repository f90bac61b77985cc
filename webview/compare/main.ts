import { keepSeriesVariables } from "../shared/keepSeriesVariables.ts";
import { PanelClient } from "../shared/panelClient.ts";
import { vscodeApi } from "../shared/vscodeApi.ts";
import { ComparePanel } from "./comparePanel.ts";

const root = document.getElementById("panel");
if (!root) throw new Error("the page has no place for the panel");
keepSeriesVariables();
const client = new PanelClient(vscodeApi);
new ComparePanel(root, client);
client.start();
