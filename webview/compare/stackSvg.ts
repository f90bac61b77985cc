/**
 * One SVG file with others in rows below each other, `gap` pixels apart. Throws a RangeError where one says no size.
 * @param columns how many are beside each other
 */
export function stackSvg(files: readonly string[], gap = 16, columns = 1): string {
  const all = files.map((file, index) => {
    const start = file.indexOf("<svg");
    return {
      size: sizeOf(file.slice(start, file.indexOf(">", start) + 1)),
      content: withOwnIds(file.slice(start), index),
    };
  });
  const cell = Math.max(0, ...all.map(({ size }) => size.width));
  const parts: string[] = [];
  let height = 0;
  for (let first = 0; first < all.length; first += columns) {
    const row = all.slice(first, first + columns);
    const y = first === 0 ? 0 : height + gap;
    height = y + Math.max(...row.map(({ size }) => size.height));
    for (const [column, { content }] of row.entries()) {
      parts.push(`<g transform="translate(${column * (cell + gap)} ${y})">${content}</g>`);
    }
  }
  const width = Math.max(0, Math.min(columns, all.length) * (cell + gap) - gap);
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
