/**
 * A text after its name, of which as much is left as there is room for: the text itself is never cut.
 * @param room for both, in the unit of `measure`
 */
export function namedText(
  { name, text }: { readonly name: string; readonly text: string },
  room: number,
  measure: (text: string) => number,
): string {
  const whole = name === "" ? text : `${name}  ${text}`;
  if (name === "" || measure(whole) <= room) return whole;
  const letters = Math.floor((name.length * (room - measure(`…  ${text}`))) / measure(name));
  // Two letters name nothing.
  return letters < 3 ? text : `${name.slice(0, letters)}…  ${text}`;
}
