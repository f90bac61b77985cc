/** Heads that a command is to clamp. */
export interface HeadsToClamp {
  readonly heads: readonly string[];
  /** Whether the user is asked which, beginning with these: what he clicked is not what he ticked. */
  readonly isAsked: boolean;
}

/**
 * The heads that are meant where some are ticked, and a command is called on nodes of the Architecture view, of which
 * some hold several heads. A button in the title of the view gives the node with the focus, just as if it had been
 * clicked, so that ticks cannot be passed over for it.
 * @param clicked the heads of each node
 */
export function headsToClamp(
  clicked: readonly (readonly string[])[],
  ticked: readonly string[],
): HeadsToClamp {
  const all = [...new Set([...ticked, ...clicked.flat()])];
  const isMeant = clicked.every((heads) => heads.some((head) => ticked.includes(head)));
  if (ticked.length > 0 && isMeant) return { heads: ticked, isAsked: false };
  return { heads: all, isAsked: ticked.length > 0 };
}
