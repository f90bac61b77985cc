import { paletteVariables } from "../figurePalette.ts";

const light = `${paletteVariables("light")} --page: #f6f7f9; --card: #ffffff; --line: #dcdfe4; --link: #0b5cad;
  --holds: #0a6b3d; --holds-soft: #e3f4ea; --fails: #a8231b; --fails-soft: #fdecea; --unknown: #6a5200;
  --unknown-soft: #fbf3da; color-scheme: light;`;
const dark = `${paletteVariables("dark")} --page: #101214; --card: #17191c; --line: #34383e; --link: #7db8f5;
  --holds: #6fd6a0; --holds-soft: #14301f; --fails: #ff9d94; --fails-soft: #3a1917; --unknown: #e8c766;
  --unknown-soft: #332a10; color-scheme: dark;`;

/** The style sheet of a report: by what the system prefers, or what its reader chose; on paper always light. */
export const reportStyle = `
:root { ${light} }
@media (prefers-color-scheme: dark) { :root:not([data-theme="light"]) { ${dark} } }
:root[data-theme="dark"] { ${dark} }
@media print { :root:root:root { ${light} } }
* { box-sizing: border-box; }
html { scroll-behavior: smooth; -webkit-text-size-adjust: 100%; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body { margin: 0; background: var(--page); color: var(--figure-foreground); line-height: 1.5;
  font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", Arial, sans-serif; }
header, main { max-width: 1180px; margin: 0 auto; padding: 0 20px; }
header { padding-top: 28px; display: flex; flex-wrap: wrap; gap: 4px 24px; align-items: flex-start; }
header > div { flex: 1 1 300px; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 6px; text-wrap: balance; }
h2 { font-size: 1.25rem; line-height: 1.3; margin: 0 0 6px; text-wrap: balance; }
h3 { font-size: 1rem; margin: 22px 0 8px; }
a { color: var(--link); }
a:focus-visible, button:focus-visible, summary:focus-visible, [tabindex]:focus-visible {
  outline: 2px solid var(--link); outline-offset: 2px; }
button { font: inherit; font-size: 0.875rem; color: inherit; background: var(--card); padding: 5px 12px;
  border: 1px solid var(--figure-muted); border-radius: 6px; cursor: pointer; }
.facts { color: var(--figure-muted); font-size: 0.875rem; margin: 0; overflow-wrap: anywhere; }
.facts span { white-space: nowrap; }
.facts span:not(:last-child)::after { content: " ·"; }
.counts { display: flex; flex-wrap: wrap; gap: 12px; padding: 0; margin: 22px 0; list-style: none; }
.counts li { flex: 1 1 150px; border-radius: 10px; padding: 10px 16px; }
.counts b { font-size: 1.75rem; line-height: 1.2; display: block; font-variant-numeric: tabular-nums; }
.holds { --own: var(--holds); --soft: var(--holds-soft); }
.fails { --own: var(--fails); --soft: var(--fails-soft); }
.unknown { --own: var(--unknown); --soft: var(--unknown-soft); }
.counts li, .verdict { background: var(--soft); color: var(--own); }
.verdict { display: inline-block; border-radius: 999px; padding: 1px 10px; font-weight: 600; white-space: nowrap; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 20px 22px;
  margin: 0 0 20px; }
section.card { scroll-margin-top: 12px; }
.caption { max-width: 78ch; margin: 0 0 14px; }
.back { float: right; font-size: 0.8125rem; margin: 4px 0 0 12px; }
.plots { display: grid; gap: 26px 30px; }
.plots { grid-template-columns: repeat(auto-fit, minmax(min(100%, 320px), 1fr)); }
/* What the figure has below each other stays so: four are two and two, where they are not in one row. */
.plots.columns-4 { grid-template-columns: minmax(0, 1fr); }
@media (min-width: 720px) { .plots.columns-4 { grid-template-columns: repeat(2, minmax(0, 1fr)); max-width: 900px; } }
@media (min-width: 1500px) {
  header, main { max-width: 1500px; }
  .plots.columns-4 { grid-template-columns: repeat(4, minmax(0, 1fr)); max-width: none; }
}
.plots.columns-1 { grid-template-columns: minmax(0, 1fr); }
.plots.columns-2 { max-width: 900px; }
.plots.columns-3 { max-width: 1140px; }
.plot svg { display: block; width: 100%; height: auto; max-width: 430px; }
.plot svg.when-wide { max-width: 900px; }
.plot svg.when-narrow { display: none; }
@media (max-width: 640px) {
  .plot svg.when-narrow { display: block; }
  .plot svg.when-wide { display: none; }
}
table { border-collapse: collapse; font-size: 0.875rem; }
caption { text-align: left; font-weight: 600; padding: 0 0 6px; }
th, td { text-align: left; vertical-align: top; padding: 7px 22px 7px 0; border-bottom: 1px solid var(--line); }
thead th { color: var(--figure-muted); font-weight: 600; border-bottom-color: var(--figure-muted); }
th.number, td.number { text-align: right; font-variant-numeric: tabular-nums; }
.scrolling { overflow-x: auto; margin: 18px 0 0; }
.contents { width: 100%; }
.contents th[scope="row"] { font-weight: 400; }
.contents td.holds, .contents td.fails, .contents td.unknown { color: var(--own); }
.verdicts { width: 100%; table-layout: fixed; overflow-wrap: break-word; }
.verdicts tbody th { font-weight: 500; }
.verdicts th:nth-child(1) { width: 34%; }
.why { margin: 6px 0 0; }
.seed { color: var(--figure-muted); font-weight: 400; white-space: nowrap; }
.downloads { display: flex; flex-wrap: wrap; gap: 4px 18px; margin: 16px 0 0; padding: 0; list-style: none;
  font-size: 0.875rem; }
.runs { font-size: 0.875rem; margin: 14px 0 0; }
.runs summary { cursor: pointer; }
.runs code { font-size: 0.8125rem; overflow-wrap: anywhere; color: var(--figure-muted); }
.runs ul { margin: 6px 0 0; padding-left: 20px; }
@media (max-width: 640px) {
  header, main { padding-left: 12px; padding-right: 12px; }
  .card { padding: 16px 14px; border-radius: 10px; }
  .counts li { flex-basis: 90px; padding: 8px 12px; }
  th, td { padding-right: 14px; }
  .verdicts, .verdicts tbody, .verdicts tr, .verdicts th, .verdicts td { display: block; width: auto; }
  .verdicts thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .verdicts th:nth-child(1) { width: auto; }
  .verdicts tr { border-left: 3px solid var(--own); padding-left: 10px; margin-bottom: 16px; }
  .verdicts tbody th, .verdicts td { border: 0; padding: 2px 0; }
  .verdicts td[data-column]::before { content: attr(data-column) ": "; color: var(--figure-muted); }
}
@media print {
  body { background: none; font-size: 10pt; }
  header, main { max-width: none; padding: 0; }
  button, .back, .downloads { display: none; }
  .card { border: 0; padding: 0; margin: 0 0 24px; }
  .plot, tr, .counts { break-inside: avoid; }
  h2, h3, caption { break-after: avoid; }
  .scrolling { overflow: visible; }
  .plot svg.when-wide { display: block; max-width: 100%; }
  .plot svg.when-narrow { display: none; }
  .plots.columns-2, .plots.columns-3, .plots.columns-4 { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .counts li, .verdict { background: none; border: 1px solid var(--own); }
}
`.trim();
