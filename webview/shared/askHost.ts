import type { PanelRequest } from "../../src/protocol/panelMessages.ts";
import type { Notice } from "./notice.ts";
import type { PanelClient } from "./panelClient.ts";

/** Asks the host for something, and says in a notice what went wrong; what was said there before is over. */
export async function askHost(
  client: Pick<PanelClient, "request">,
  notice: Pick<Notice, "say" | "clear">,
  request: PanelRequest,
): Promise<void> {
  notice.clear();
  const answer = await client.request(request);
  if (!answer.ok) notice.say(answer.message);
}

/** The same for an export that is first to be made. `make`: rejects where it cannot be. */
export async function exportToHost(
  client: Pick<PanelClient, "request">,
  notice: Pick<Notice, "say" | "clear">,
  make: () => Promise<PanelRequest>,
): Promise<void> {
  notice.clear();
  try {
    await askHost(client, notice, await make());
  } catch (error) {
    notice.say(`The export failed: ${error instanceof Error ? error.message : String(error)}`);
  }
}
