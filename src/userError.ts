/** Where in the user's input a problem is. */
export interface Place {
  /** Path of the file as the user gave it. */
  readonly file?: string;
  /** Place inside the file: a key path (`clamps[0].heads`), `line:column`, a dataset or tensor name. */
  readonly place?: string;
}

/**
 * A problem that the user can mend: bad input, a missing file, a full disk. Its message is complete (file, place,
 * what was expected) and is shown as it is, without a stack trace. Anything else that is thrown is a bug of ours.
 */
export class UserError extends Error {
  override readonly name = "UserError";

  constructor(message: string, place: Place = {}, options?: ErrorOptions) {
    const where = [place.file, place.place].filter((part) => part !== undefined).join(": ");
    super(where === "" ? message : `${where}: ${message}`, options);
  }
}
