import * as z from "zod";
import { siteColumns } from "../model/siteColumns.ts";
import type { ModelShape } from "../model/modelShape.ts";
import { contextLength } from "../model/modelShape.ts";
import { columnCount } from "../graph/shape.ts";
import type { RowsValue } from "../graph/value.ts";
import { didYouMean } from "../nearest.ts";
import type { CheckedShape, Claim, ClampKind, ClampProblem } from "./clampKind.ts";
import { filled, headMask, patternMask } from "./clampKind.ts";
import { checkHeads, headNames, headsByLayer, headsSchema, parseHead } from "./heads.ts";
import { windowKeys } from "./window.ts";

const schema = z
  .strictObject({
    kind: z.literal("set"),
    site: z.string().min(1).max(100).describe("A named activation, such as blocks.0.attn.hook_z."),
    heads: headsSchema.optional().describe("Heads of it, where it has heads. Default: all of its layer."),
    positions: z
      .array(z.int().min(0))
      .min(1, { error: "expected at least one position" })
      .optional()
      .describe("Positions of the context, counted from 0. Default: all."),
    value: z.number().min(-1e9).max(1e9).describe("The number that it is, in every column."),
    ...windowKeys,
  })
  .describe("Any named activation is a number.");

type SetClamp = z.output<typeof schema>;

/** Set: part of any named activation is one number, at the heads and positions given. */
export const set: ClampKind<typeof schema> = {
  title: "Set a site",
  schema,
  check: checkSet,
  claims: claimsOf,
  rewrites: (clamp) => [
    {
      site: clamp.site,
      rewrite: (value, trace) =>
        trace.graph.rows(
          { kind: "select", mask: maskOf(clamp, value, trace.shape) },
          value,
          filled(value, clamp.value, trace),
        ),
    },
  ],
  effects: ({ site, heads, positions, value }, shape) => {
    const columns = siteColumns(shape).get(site);
    const held = heads === undefined ? null : headNumbers(heads);
    return [
      {
        site,
        expected: ({ head, position, column }) => {
          if (columns === "heads" && held?.has(head) === false) return null;
          if (positions?.includes(position) === false) return null;
          // Of keys that a query does not see nothing is computed.
          const isSeen = !isOfKeys(site) || !shape.causal || column <= position;
          return isSeen ? Math.fround(value) : null;
        },
      },
    ];
  },
};

function isOfKeys(site: string): boolean {
  return site.endsWith("hook_attn_scores") || site.endsWith("hook_pattern");
}

function headNumbers(heads: readonly string[]): ReadonlySet<number> {
  return new Set([...headsByLayer(heads).values()].flatMap((numbers) => [...numbers]));
}

function checkSet({ site, heads, positions }: SetClamp, shape: CheckedShape): ClampProblem[] {
  const known = siteColumns(shape);
  const columns = known.get(site);
  const problems: ClampProblem[] = [];
  if (columns === undefined) {
    const names = [...known.keys()];
    const message = `expected a site that the model has${didYouMean(site, names)}, got ${JSON.stringify(site)}`;
    return [{ path: ["site"], message }];
  }
  if (heads !== undefined) {
    problems.push(...checkHeads(heads, shape));
    const layer = layerOf(site);
    heads.forEach((name, place) => {
      const path = ["heads", place];
      if (columns === "features") problems.push({ path, message: `${site} has no heads` });
      else if (parseHead(name) !== null && parseHead(name)?.layer !== layer)
        problems.push({
          path,
          message: `expected a head of layer ${layer}, which ${site} is in, got ${name}`,
        });
    });
  }
  const length = contextLength(shape);
  positions?.forEach((position, place) => {
    const path = ["positions", place];
    if (position >= length)
      problems.push({
        path,
        message: `expected a position of the context (0 to ${length - 1}), got ${position}`,
      });
    else if (positions.indexOf(position) < place)
      problems.push({ path, message: `${position} is named twice` });
  });
  return problems;
}

/** What other kinds call what they decide at these sites. */
const knownAs: Readonly<Record<string, readonly string[]>> = {
  hook_v: ["values"],
  hook_pattern: ["pattern"],
  hook_q: ["queries"],
  hook_k: ["keys"],
  hook_attn_scores: ["scores", "temperature", "attention to the previous token", "attention to exemplars"],
};

function claimsOf({ site, heads, positions }: SetClamp, shape: CheckedShape): Claim[] {
  if (site === "logits") return [{ head: "the model", what: "logits", path: ["site"] }];
  if (site === "hook_embed") return [{ head: "the tokens", what: "embedding", path: ["site"] }];
  const name = site.split(".").at(-1) ?? site;
  if (siteColumns(shape).get(site) !== "heads") {
    const places = positions?.map((position) => ` at position ${position}`) ?? [""];
    return places.map((place) => ({ head: "the model", what: site + place, path: ["site"] }));
  }
  const layer = layerOf(site);
  return (heads ?? headNames(layer, shape)).flatMap((head, place) =>
    (knownAs[name] ?? [name]).map((what) => ({
      head,
      what,
      path: heads === undefined ? ["site"] : ["heads", place],
    })),
  );
}

function layerOf(site: string): number {
  return Number(/^blocks\.(\d+)\./.exec(site)?.[1] ?? 0);
}

function maskOf({ site, heads, positions }: SetClamp, value: RowsValue, { causal }: ModelShape) {
  const held = heads === undefined ? null : headNumbers(heads);
  const isHeld = (head: number) => held?.has(head) ?? true;
  if (isOfKeys(site)) {
    // What a query does not see stays unseen.
    return patternMask(
      value,
      (head, query, key) => isHeld(head) && (positions?.includes(query) ?? true) && (!causal || key <= query),
    );
  }
  const ofRow = headMask(value, isHeld);
  if (positions === undefined) return ofRow;
  const { rows, columns } = value.type;
  const width = columnCount(columns);
  const length = rows.kind === "sequence" ? rows.length : 0;
  const data = new Float32Array(length * width);
  for (const position of positions) data.set(ofRow.data, position * width);
  return { perPosition: true, data };
}
