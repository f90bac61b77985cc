import { UserError } from "../userError.ts";

/** A curve of the paper's published figures. */
export interface ReferenceCurve {
  readonly label: string;
  /** float64 [points], increasing. */
  readonly x: Float64Array;
  /** float64 [points]; not a number where it could not be read off the figure. */
  readonly y: Float64Array;
}

const number = /^-?\d+(\.\d+)?(e-?\d+)?$/;

/**
 * Reads curves from CSV: in the first line a name for each column, in the first column x. An empty cell is not a
 * number. Throws a UserError, with file and line, for everything that is not so.
 */
export function parseReferenceCsv(text: string, file: string): ReferenceCurve[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  const problem = (line: number, message: string): UserError =>
    new UserError(message, { file, place: `line ${line}` });
  const rows = lines.map((line, i) => {
    const cells = cellsOf(line);
    if (cells === null) throw problem(i + 1, "a quotation mark that is not closed");
    return cells;
  });
  const head = rows.shift();
  if (head === undefined || head.length < 2) throw problem(1, "the names of two columns or more expected");
  if (head.includes("")) throw problem(1, "a column without a name");
  if (new Set(head).size < head.length) throw problem(1, "two columns have the same name");
  rows.forEach((cells, row) => {
    if (cells.length !== head.length)
      throw problem(row + 2, `${head.length} cells expected, not ${cells.length}`);
    cells.forEach((cell, column) => {
      if (!number.test(cell) && (cell !== "" || column === 0)) {
        throw problem(row + 2, `a number expected as ${head[column]!}, not ${JSON.stringify(cell)}`);
      }
    });
    if (row > 0 && !(Number(cells[0]) > Number(rows[row - 1]![0]))) {
      throw problem(row + 2, `${head[0]!} is not greater than in the line before`);
    }
  });
  const columnOf = (column: number): Float64Array =>
    Float64Array.from(rows, (cells) => (cells[column] === "" ? Number.NaN : Number(cells[column])));
  const x = columnOf(0);
  return head.slice(1).map((label, i) => ({ label, x, y: columnOf(i + 1) }));
}

/** The cells of a line; null where a quotation mark is not closed. */
function cellsOf(line: string): string[] | null {
  const cells: string[] = [];
  const pattern = /("(?:[^"]|"")*"|[^",]*)(,|$)/y;
  for (;;) {
    const found = pattern.exec(line);
    if (found === null) return null;
    const cell = found[1]!;
    cells.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (found[2] === "") return cells;
  }
}
