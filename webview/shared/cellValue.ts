/** A value in full where it is a whole number, else with four significant digits: `12`, `−0.1234`, `1.234e-7`. */
export function cellValue(value: number): string {
  if (Number.isNaN(value)) return "–";
  const text = Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
  return text.replace(/^-/, "−");
}
