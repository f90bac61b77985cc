/** Reads CSV (RFC 4180) strictly: rows of cells. Throws where lines do not end as they should. */
export function readCsv(text: string): string[][] {
  if (!text.endsWith("\r\n")) throw new Error("the last line has no end");
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n)/y;
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex;
    const found = cell.exec(text);
    if (found === null) throw new Error(`no cell: ${text.slice(at, at + 40)}`);
    const [, content, end] = found;
    row.push(content!.startsWith('"') ? content!.slice(1, -1).replaceAll('""', '"') : content!);
    if (end === "\r\n") {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}
