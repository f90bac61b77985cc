import { didYouMean } from "../nearest.ts";
import { UserError } from "../userError.ts";

/** A head that an option names. @throws UserError where it is none of those that it may be */
export function chooseHead(heads: readonly string[], option: string, name: string): string {
  if (heads.includes(name)) return name;
  throw new UserError(
    `option ${option}: expected one of ${heads.join(", ")}, got ${JSON.stringify(name)}${didYouMean(name, heads)}`,
  );
}
