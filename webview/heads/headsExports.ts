import { figureCsv } from "../../src/figures/figureCsv.ts";
import { figureSvg } from "../../src/figures/figureSvg.ts";
import type { Figure, HeatPlot } from "../../src/figures/figure.ts";
import type { PanelRequest } from "../../src/protocol/panelMessages.ts";
import { svgToPng } from "../shared/svgToPng.ts";
import type { HeatMap } from "../shared/heatMap.ts";
import { frameLabel } from "./frameLabel.ts";
import { headPlot, headScale, shownOf } from "./headPlots.ts";
import type { HeadsView } from "./headsView.ts";
import { sequenceWords } from "./sequenceWords.ts";

/** As what heads can be exported. */
export const exportChoices = [
  { kind: "head-svg", label: "{head} as SVG…" },
  { kind: "head-png", label: "{head} as PNG…" },
  { kind: "head-csv", label: "{head} as CSV…" },
  { kind: "grid-svg", label: "All Heads as SVG…" },
  { kind: "grid-png", label: "All Heads as PNG…" },
  { kind: "grid-csv", label: "All Heads as CSV…" },
  { kind: "json", label: "All Values as JSON…" },
] as const;

/** The key of such a choice. */
export type HeadsExport = (typeof exportChoices)[number]["kind"];

/**
 * The request to the host that writes a file. Rejects where the browser cannot draw a picture.
 * @param maps those of the enlarged head
 */
export async function exportRequest(
  kind: HeadsExport,
  view: HeadsView,
  maps: readonly HeatMap[],
): Promise<PanelRequest> {
  const { a, ui } = view;
  const place = a.frame?.sequences ?? a.at;
  const about = [
    ...(ui.set === "train" ? [] : [ui.set]),
    ...(ui.sequence === null ? [] : [`sequence-${ui.sequence}`]),
    ...(ui.ablated.length === 0 ? [] : ["ablated"]),
    ...(view.b === null ? [] : [view.isDifference ? "difference" : "compared"]),
  ];
  const name = (part: string): string => [a.run.id, part, String(place), ...about].join("-");
  const save = (fileName: string, content: string | Uint8Array): PanelRequest => ({
    kind: "save",
    fileName,
    content,
  });
  const head = ui.open ?? "head";
  const [first] = maps;
  const isOne = maps.length === 1 && first !== undefined;
  switch (kind) {
    case "head-svg":
      return save(
        `${name(head)}.svg`,
        isOne ? first.exportSvg() : figureSvg(headsFigure(view, [head]), "light"),
      );
    case "head-png": {
      const png = isOne ? first.exportPng() : svgToPng(figureSvg(headsFigure(view, [head]), "light"));
      return save(`${name(head)}.png`, await png);
    }
    case "head-csv":
      return save(`${name(head)}.csv`, figureCsv(headsFigure(view, [head])));
    case "grid-svg":
      return save(`${name("heads")}.svg`, figureSvg(headsFigure(view), "light"));
    case "grid-png":
      return save(`${name("heads")}.png`, await svgToPng(figureSvg(headsFigure(view), "light")));
    case "grid-csv":
      return save(`${name("heads")}.csv`, figureCsv(headsFigure(view)));
    case "json":
      return save(`${name("attention")}.json`, `${JSON.stringify(headsJson(view), null, 2)}\n`);
  }
}

/** The maps of heads as a figure; of all heads where none are named. */
export function headsFigure(view: HeadsView, heads: readonly string[] = view.layers.flat()): Figure {
  const scale = headScale(view);
  const plots = heads.flatMap((head) =>
    shownOf(view).flatMap((shown): HeatPlot[] => {
      const plot = headPlot(view, head, shown, scale);
      return plot === null ? [] : [plot];
    }),
  );
  const { value } = view.a.frame ?? {};
  const { ablated: without } = view.a.spec;
  const ablated = without.length === 0 ? "" : ` With ${without.join(", ")} ablated.`;
  return {
    id: "heads",
    title: heads.length === 1 ? `Attention of ${heads[0] ?? ""}` : "Attention patterns",
    caption: `${value === undefined ? "" : sequenceWords(value)}${ablated}`,
    plots,
    plotColumns: Math.min(4, plots.length),
    tables: [],
    verdicts: [],
    runs: [],
  };
}

/** All numbers that are shown, with what they are of. */
export function headsJson({ a, b }: HeadsView): unknown {
  return (b === null ? [a] : [a, b]).map((side) => ({
    run: side.run.id,
    name: side.run.name,
    experimentHash: side.run.record.experimentHash,
    asked: side.at,
    sequences: side.frame?.sequences ?? null,
    shown: frameLabel(side),
    clamps: side.clamps.isBeforeFork ? null : side.clamps.all,
    ablated: side.spec.ablated,
    value: side.frame?.value ?? null,
  }));
}
