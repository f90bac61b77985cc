/** Where a key leads from a head, in rows of heads by layer; null where nowhere. */
export function moveInGrid(layers: readonly (readonly string[])[], head: string, key: string): string | null {
  const row = layers.findIndex((heads) => heads.includes(head));
  const heads = layers[row];
  if (heads === undefined) return null;
  const column = heads.indexOf(head);
  const below = (by: number): string | undefined => {
    const other = layers[row + by];
    return other?.[Math.min(column, other.length - 1)];
  };
  switch (key) {
    case "ArrowRight":
      return heads[column + 1] ?? null;
    case "ArrowLeft":
      return heads[column - 1] ?? null;
    case "ArrowDown":
      return below(1) ?? null;
    case "ArrowUp":
      return below(-1) ?? null;
    case "Home":
      return column === 0 ? null : (heads[0] ?? null);
    case "End":
      return column === heads.length - 1 ? null : (heads.at(-1) ?? null);
    default:
      return null;
  }
}
