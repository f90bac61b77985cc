/** One SVG file with others below each other, `gap` pixels apart. Throws a RangeError where one says no size. */
export function stackSvg(files: readonly string[], gap = 16): string {
  let height = 0;
  let width = 0;
  const parts = files.map((file, index) => {
    const start = file.indexOf("<svg");
    const size = sizeOf(file.slice(start, file.indexOf(">", start) + 1));
    const y = height === 0 ? 0 : height + gap;
    height = y + size.height;
    width = Math.max(width, size.width);
    return `<g transform="translate(0 ${y})">${withOwnIds(file.slice(start), index)}</g>`;
  });
  const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size}>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...parts,
    "</svg>\n",
  ].join("\n");
}

function sizeOf(tag: string): { readonly width: number; readonly height: number } {
  const [, width] = /\swidth="([\d.]+)"/.exec(tag) ?? [];
  const [, height] = /\sheight="([\d.]+)"/.exec(tag) ?? [];
  if (width === undefined || height === undefined)
    throw new RangeError("an SVG with width and height expected");
  return { width: Number(width), height: Number(height) };
}

/** Ids are unique in a file only. */
function withOwnIds(file: string, index: number): string {
  return file.replace(/(\sid="|url\(#|href="#)/g, `$1f${index}-`);
}
