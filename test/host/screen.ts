import type { Screen } from "./hostReport.ts";
import { hostVariables } from "./hostReport.ts";

/** Looks at the window from outside, as a user does: an extension cannot see what another one shows. */
export async function look(): Promise<Screen> {
  return (await (await fetch(`${address()}/screen`)).json()) as Screen;
}

/** Presses a key in the window, as "Escape". */
export async function press(key: string): Promise<void> {
  await fetch(`${address()}/press?key=${encodeURIComponent(key)}`);
}

function address(): string {
  const value = process.env[hostVariables.screen];
  if (value === undefined) throw new Error(`${hostVariables.screen} is not set`);
  return value;
}
