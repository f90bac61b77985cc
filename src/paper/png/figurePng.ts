import { loadResvg } from "./loadResvg.ts";

/**
 * An SVG file as PNG file, with `scale` pixels for each of its own. Its texts are written in DejaVu Sans.
 * Throws a RangeError where it is no SVG, or has no size.
 */
export async function figurePng(svg: string, scale = 2): Promise<Uint8Array> {
  const { Resvg, fonts } = await loadResvg();
  const options = {
    fitTo: { mode: "zoom", value: scale },
    font: { fontBuffers: fonts, defaultFontFamily: "DejaVu Sans", sansSerifFamily: "DejaVu Sans" },
  } as const;
  const drawn = open(() => new Resvg(svg, options));
  try {
    const image = drawn.render();
    try {
      return image.asPng();
    } finally {
      image.free();
    }
  } finally {
    drawn.free();
  }
}

function open<T>(create: () => T): T {
  try {
    return create();
  } catch (error) {
    throw new RangeError(`this SVG cannot be drawn: ${String(error)}`, { cause: error });
  }
}
