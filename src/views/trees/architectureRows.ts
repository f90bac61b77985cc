import type { HeadMeasures, MetricsLine } from "../../runs/metricsLine.ts";
import type { HeadMark } from "../headMarks.ts";
import type { TreeRow } from "../treeRow.ts";
import type { ArchitectureNode } from "./architectureNode.ts";

/** What changes about the nodes of a model. */
export interface ArchitectureState {
  /** The last evaluation of the run, null without one. */
  readonly metrics: MetricsLine | null;
  /** By head, and by the id of a part of the model. */
  readonly marks: ReadonlyMap<string, HeadMark>;
  readonly ticked: ReadonlySet<string>;
  /** Words for `when` clauses that heads and what holds them get: `experiment`, `run active running` … */
  readonly context: string;
}

/** The rows of all nodes that change: the parts of the model, blocks, attentions and heads, by the node's id. */
export function architectureRows(
  roots: readonly ArchitectureNode[],
  state: ArchitectureState,
): ReadonlyMap<string, TreeRow> {
  const rows = new Map<string, TreeRow>();
  const visit = (nodes: readonly ArchitectureNode[]) => {
    for (const node of nodes) {
      if (node.heads.length === 0 && node.parent !== null) continue;
      rows.set(node.id, architectureRow(node, state));
      if (node.kind !== "head" && node.heads.length > 0) visit(node.children);
    }
  };
  visit(roots);
  return rows;
}

/** The row of one node. */
export function architectureRow(node: ArchitectureNode, state: ArchitectureState): TreeRow {
  const { kind, label, heads } = node;
  const mark = state.marks.get(kind === "head" ? label : node.id) ?? null;
  const description = describe(node, state, mark);
  const clamped = heads.filter((head) => state.marks.get(head)?.state === "on").length;
  const markWord = mark === null ? "" : mark.state === "on" ? "clamped" : mark.state;
  // Sites are the same whatever is shown, and are never drawn anew.
  const words = heads.length === 0 ? [kind] : [kind, state.context, markWord];
  return {
    label,
    description,
    icon: {
      id: mark === null ? node.icon : markIcons[mark.state],
      color: mark === null ? null : markColor(mark),
    },
    contextValue: words.filter((word) => word !== "").join(" "),
    spoken: [
      kind === "head" ? `head ${label}` : label,
      description,
      clamped > 0 && kind === "block" ? `${clamped} clamped` : "",
    ]
      .filter((part) => part !== "")
      .join(", "),
    isTicked: kind === "head" || kind === "attention" ? heads.every((head) => state.ticked.has(head)) : null,
  };
}

const markIcons = { on: "lock", waiting: "clock", planned: "lock-small" } as const;

function markColor({ state }: HeadMark): string {
  return state === "on" ? "charts.purple" : "charts.blue";
}

function describe(
  node: ArchitectureNode,
  { metrics, marks }: ArchitectureState,
  mark: HeadMark | null,
): string {
  switch (node.kind) {
    case "head":
      return joined([...measureTexts(metrics?.heads[node.label]), mark?.short]);
    case "block":
      return joined([metrics === null ? "" : strongest(node.heads, metrics), mark?.short]);
    case "attention": {
      const count = node.heads.filter((head) => marks.get(head)?.state === "on").length;
      return `${node.heads.length} heads${count > 0 ? `, ${count} clamped` : ""}`;
    }
    case "part":
    case "site":
      return joined([node.detail, mark?.short]);
  }
}

function joined(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== "").join(" · ");
}

function measureTexts(measures: HeadMeasures | undefined): string[] {
  const { induction, previousToken } = measures ?? {};
  return [
    ...(induction === undefined ? [] : [`induction ${fixed(induction)}`]),
    ...(previousToken === undefined ? [] : [`previous token ${fixed(previousToken)}`]),
  ];
}

/** The largest measure of any head of a block, with its head. */
function strongest(heads: readonly string[], { heads: measured }: MetricsLine): string {
  let best = { value: -Infinity, text: "" };
  for (const head of heads) {
    const { induction, previousToken } = measured[head] ?? {};
    for (const [name, value] of [
      ["induction", induction],
      ["previous token", previousToken],
    ] as const) {
      if (value !== undefined && value > best.value)
        best = { value, text: `${head} ${name} ${fixed(value)}` };
    }
  }
  return best.text;
}

/** Two decimals, with a true minus; never "−0.00". */
function fixed(value: number): string {
  if (!Number.isFinite(value)) return "–";
  const text = Math.abs(value).toFixed(2);
  return value < 0 && text !== "0.00" ? `−${text}` : text;
}
