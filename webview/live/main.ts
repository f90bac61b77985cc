import { keepSeriesVariables } from "../shared/keepSeriesVariables.ts";
import { PanelClient } from "../shared/panelClient.ts";
import { vscodeApi } from "../shared/vscodeApi.ts";
import { LivePanel } from "./livePanel.ts";

const holder = document.getElementById("panel");
if (holder !== null) {
  keepSeriesVariables();
  const client = new PanelClient(vscodeApi);
  new LivePanel(holder, client);
  client.start();
}
