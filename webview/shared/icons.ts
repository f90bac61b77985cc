// Drawn for this extension, 16 × 16, one path each, filled with the text colour.
const paths = {
  play: "M4 2.5v11l9-5.5z",
  pause: "M4 3h3v10H4zM9 3h3v10H9z",
  stop: "M3.5 3.5h9v9h-9z",
  clamp: "M2 2h5v3H5v6h2v3H2zM9 2h5v12H9v-3h2V5H9z",
  log: "M2 3h12v1.5H2zM2 7.25h12v1.5H2zM2 11.5h8V13H2z",
  close: "M3.8 2.7 8 6.9l4.2-4.2 1.1 1.1L9.1 8l4.2 4.2-1.1 1.1L8 9.1l-4.2 4.2-1.1-1.1L6.9 8 2.7 3.8z",
  add: "M7.2 2h1.6v5.2H14v1.6H8.8V14H7.2V8.8H2V7.2h5.2z",
  export: "M8 1l4 4-1.1 1.1-2.1-2.1V10H7.2V4L5.1 6.1 4 5zM2 9h1.6v4.4h8.8V9H14v6H2z",
  fit: "M2 2h5v1.6H3.6V7H2zM9 2h5v5h-1.6V3.6H9zM2 9h1.6v3.4H7V14H2zM12.4 9H14v5H9v-1.6h3.4z",
  check: "M6.2 12.6 1.9 8.3l1.2-1.2 3.1 3.1 6.7-6.7 1.2 1.2z",
  error:
    "M8 1.2a6.8 6.8 0 1 0 0 13.6A6.8 6.8 0 0 0 8 1.2zM5.6 4.6 8 7l2.4-2.4 1 1L9 8l2.4 2.4-1 1L8 9l-2.4 2.4-1-1L7 8 4.6 5.6z",
  warning: "M8 1 .8 14.5h14.4zM7.2 6h1.6v4.4H7.2zM7.2 11.4h1.6V13H7.2z",
  clock:
    "M8 1.2a6.8 6.8 0 1 0 0 13.6A6.8 6.8 0 0 0 8 1.2zM8 2.8a5.2 5.2 0 1 1 0 10.4A5.2 5.2 0 0 1 8 2.8zM7.2 4.4v4.2l3 1.8.8-1.3-2.3-1.4V4.4z",
  circle: "M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11z",
  ring: "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM8 3.6a4.4 4.4 0 1 1 0 8.8 4.4 4.4 0 0 1 0-8.8z",
  compare: "M1.5 12.5 5 6l3 4 2.4-6 1.5.6L8.4 13 5.2 9 3 13.2zM1.5 14h13v1.2h-13z",
  fork: "M4 1.2a2 2 0 0 1 .8 3.8v2h6.4V5a2 2 0 1 1 1.6 0v3.6h-4v2.4a2 2 0 1 1-1.6 0V8.6h-4V5A2 2 0 0 1 4 1.2z",
  chevron: "M3 5.2 8 10.2l5-5 1 1-6 6-6-6z",
} as const;

export type IconName = keyof typeof paths;

/** A picture of 16 × 16 in the colour of the text. Hidden from screen readers: say it in words too. */
export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [key, value] of [
    ["class", `icon icon-${name}`],
    ["width", "16"],
    ["height", "16"],
    ["viewBox", "0 0 16 16"],
    ["fill", "currentColor"],
    ["aria-hidden", "true"],
  ] as const) {
    svg.setAttribute(key, value);
  }
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", paths[name]);
  path.setAttribute("fill-rule", "evenodd");
  svg.append(path);
  return svg;
}
