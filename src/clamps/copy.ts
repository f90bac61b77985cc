import * as z from "zod";
import { queryPosition } from "../model/modelShape.ts";
import { columnCount } from "../graph/shape.ts";
import type { ClampKind, EffectPlace, Read, SeenSequences, Trace } from "./clampKind.ts";
import { checkHead, headSchema, parseHead } from "./heads.ts";
import { unattended } from "./unattended.ts";
import { windowKeys } from "./window.ts";

const schema = z
  .strictObject({ kind: z.literal("copy"), head: headSchema, ...windowKeys })
  .describe("The output is what one head attends to: its scores of labels are the logits.");

/**
 * Perfect copy (paper, section 4): the query's `logits` are the head's scores of the label tokens before the softmax,
 * placed on those labels, and −1e9 for labels that are not in context. A label that several tokens have gets
 * log Σ e^score, so that its probability is the sum of theirs. The gradient flows through the scores.
 */
export const copy: ClampKind<typeof schema> = {
  title: "Perfect copy",
  schema,
  check: ({ head }, shape) => checkHead(head, shape),
  claims: () => [{ head: "the model", what: "logits", path: ["kind"] }],
  rewrites: ({ head: name }) => [
    {
      site: "logits",
      rewrite: (value, trace) => {
        const { graph, shape } = trace;
        const { rows, columns } = value.type;
        const length = rows.kind === "sequence" ? rows.length : 0;
        const labels = columnCount(columns);
        const data = new Float32Array(length * labels).fill(1, queryPosition(shape) * labels);
        const spread = graph.rows({ kind: "spread" }, copied(name, labels, trace));
        return graph.rows({ kind: "select", mask: { perPosition: true, data } }, value, spread);
      },
    },
  ],
  effects: ({ head }, shape) => {
    const scores = scoresOf(head);
    return [
      {
        site: "logits",
        reads: [{ pass: "clamped", site: scores }],
        expected: (place, seen, read) =>
          place.position === queryPosition(shape) ? logitOf(head, place, seen, read) : null,
      },
    ];
  },
};

function scoresOf(head: string): string {
  return `blocks.${parseHead(head)?.layer ?? 0}.attn.hook_attn_scores`;
}

/** The copied logits at the query: [sequences, labels]. */
function copied(name: string, labels: number, { graph, sites, inputs, shape }: Trace) {
  const scores = sites.get(scoresOf(name));
  const head = parseHead(name)?.head;
  if (scores === undefined || head === undefined) throw new TypeError(`there are no scores of ${name}`);
  const query = graph.apply({ kind: "take", positions: [queryPosition(shape)] }, scores);
  const positions = Array.from({ length: shape.pairs }, (_, pair) => 2 * pair + 1);
  // Labels are the first rows of the vocabulary, so a label's token is its number.
  const tokens = graph.apply({ kind: "take", positions }, inputs.tokens);
  return graph.rows({ kind: "copy-scores", head, labels, absent: unattended }, query, tokens);
}

function logitOf(name: string, place: EffectPlace, { batch }: SeenSequences, read: Read): number {
  const { sequence, position, column: label } = place;
  const reading = { pass: "clamped", site: scoresOf(name) } as const;
  const head = parseHead(name)?.head ?? 0;
  const scores = Array.from({ length: batch.pairs }, (_, pair) => pair)
    .filter((pair) => batch.labels[sequence * (batch.pairs + 1) + pair] === label)
    .map((pair) => read(reading, { sequence, position, head, column: 2 * pair + 1 }));
  if (scores.length === 0) return unattended;
  const top = Math.max(...scores);
  return top + Math.log(scores.reduce((sum, score) => sum + Math.exp(score - top), 0));
}
