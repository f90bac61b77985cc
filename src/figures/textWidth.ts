/** The weights in which figures are written. */
export type TextWeight = "normal" | "bold";

// Of DejaVu Sans from the space on, in hundredths of its size. Verdana's are about the same; Helvetica's, Arial's and
// those of screens' own fonts are narrower: what has room in this font has room in theirs.
const normal = [
  32, 40, 46, 84, 64, 95, 78, 28, 39, 39, 50, 84, 32, 36, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34,
  34, 84, 84, 84, 53, 100, 68, 69, 70, 77, 63, 58, 78, 75, 30, 30, 66, 56, 86, 75, 79, 60, 79, 70, 64, 61, 73,
  68, 99, 69, 61, 69, 39, 34, 39, 84, 50, 50, 61, 64, 55, 64, 62, 35, 64, 63, 28, 28, 58, 28, 97, 63, 61, 64,
  64, 41, 52, 39, 63, 59, 82, 59, 59, 53, 64, 34, 64, 84,
];
const bold = [
  35, 46, 52, 84, 70, 100, 87, 31, 46, 46, 52, 84, 38, 42, 38, 37, 70, 70, 70, 70, 70, 70, 70, 70, 70, 70, 40,
  40, 84, 84, 84, 58, 100, 78, 76, 74, 83, 68, 68, 82, 84, 37, 37, 78, 64, 100, 84, 85, 73, 85, 77, 72, 68,
  81, 78, 110, 77, 73, 73, 46, 37, 46, 84, 50, 50, 68, 72, 59, 72, 68, 44, 72, 71, 34, 34, 67, 34, 104, 71,
  69, 72, 72, 49, 60, 48, 71, 65, 92, 65, 65, 58, 71, 37, 71, 84,
];

/** About how wide a text is, in pixels; rather too much than too little. `size` is that of its letters, in pixels. */
export function textWidth(text: string, size: number, weight: TextWeight = "normal"): number {
  const widths = weight === "bold" ? bold : normal;
  let hundredths = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    // Accented letters and Greek are like capitals; signs, Cyrillic and all the rest about as wide as they are high.
    hundredths += widths[code - 32] ?? (code < 0x400 ? 80 : 105);
  }
  return (hundredths / 100) * size;
}
