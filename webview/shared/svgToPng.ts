import { canvasPng } from "./canvasPng.ts";

/**
 * An SVG file as PNG file, with `scale` pixels for each of its own. It shows what the SVG file shows, also what is not
 * in view now. Rejects where the browser cannot draw it.
 */
export async function svgToPng(svg: string, scale = 2): Promise<Uint8Array> {
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.naturalWidth * scale;
    canvas.height = image.naturalHeight * scale;
    const context = canvas.getContext("2d");
    if (!context) throw new Error("this window cannot draw pictures");
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await canvasPng(canvas);
  } finally {
    URL.revokeObjectURL(address);
  }
}
