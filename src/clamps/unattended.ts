/** The score of a key that a clamp lets nobody attend to, and the logit of a label that cannot be said. */
export const unattended = -1e9;
