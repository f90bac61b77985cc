/** What is on a canvas as PNG file. Rejects where the picture is too large. */
export async function canvasPng(canvas: HTMLCanvasElement): Promise<Uint8Array> {
  const blob = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, "image/png");
  });
  if (blob === null) throw new Error("The picture is too large.");
  return new Uint8Array(await blob.arrayBuffer());
}
