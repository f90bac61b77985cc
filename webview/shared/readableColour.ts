import { channels, type Channels } from "../../src/figures/channels.ts";
import { contrast } from "../../src/figures/contrast.ts";

/**
 * A colour that stands out from a background: `colour` made opaque where that is enough, else mixed with as little of
 * `foreground` as it takes, and with black or white where the foreground does not stand out either. In `#rrggbb`.
 * @param least the contrast to be had at least, 1 … 4.5: more there may not be
 */
export function readableColour(
  colour: string,
  foreground: string,
  background: string,
  least: number,
): string {
  const [own, behind] = [channels(colour), channels(background)];
  const [black, white] = [channels("#000000"), channels("#ffffff")];
  const extreme = contrast(white, behind) > contrast(black, behind) ? white : black;
  for (const towards of [channels(foreground), extreme]) {
    for (let share = 0; share <= 20; share++) {
      const mixed = mix(own, towards, share / 20);
      if (contrast(mixed, behind) >= least) return hex(mixed);
    }
  }
  return hex(extreme);
}

function mix(one: Channels, other: Channels, share: number): Channels {
  const at = (place: 0 | 1 | 2): number => Math.round(one[place] + (other[place] - one[place]) * share);
  return [at(0), at(1), at(2)];
}

function hex(colour: Channels): string {
  return `#${colour.map((channel) => Math.round(channel).toString(16).padStart(2, "0")).join("")}`;
}
