import type { Experiment } from "../../experiment/experimentSchema.ts";
import { contextLength } from "../../model/modelShape.ts";
import type { ArchitectureNode } from "./architectureNode.ts";

type Parts = Pick<Experiment, "model" | "data" | "training"> & { readonly toy?: Experiment["toy"] };
type Child = (parent: ArchitectureNode) => ArchitectureNode;

/** A node whose children are made when they are first asked for: a large model has tens of thousands of sites. */
function node(
  given: Pick<ArchitectureNode, "kind" | "id" | "label" | "icon"> &
    Partial<Pick<ArchitectureNode, "head" | "heads" | "detail" | "tooltip">>,
  children: () => readonly Child[] = () => [],
): Child {
  return (parent) => {
    let made: readonly ArchitectureNode[] | null = null;
    const self: ArchitectureNode = {
      head: null,
      heads: [],
      detail: "",
      tooltip: "",
      ...given,
      parent: parent === nowhere ? null : parent,
      get children() {
        made ??= children().map((make) => make(self));
        return made;
      },
    };
    return self;
  };
}

const nowhere: ArchitectureNode = {
  kind: "part",
  id: "",
  label: "",
  head: null,
  heads: [],
  detail: "",
  tooltip: "",
  icon: "",
  children: [],
  parent: null,
};

/** Everything that `architectureModel` depends on: models with the same key have the same tree. */
export function architectureKey({ model, data, training, toy }: Parts): string {
  return JSON.stringify([toy, model, data.pairs, data.labels, data.source, training.batch]);
}

/**
 * A transformer as a tree: embedding, blocks with their heads and sites, final norm, unembedding. Sites have the names
 * that clamps and TransformerLens use, and shapes of a training batch, [sequences, tokens, …]. Of the toy model, its
 * three vectors.
 */
export function architectureModel({ model, data, training, toy }: Parts): readonly ArchitectureNode[] {
  if (toy !== undefined) return toyVectors(toy).map((make) => make(nowhere));
  const { layers, heads, width, mlpRatio, norm, positions } = model;
  const tokens = contextLength(data);
  const stream = [training.batch, tokens, width];
  const perHead = [training.batch, tokens, width / heads];
  const attended = [training.batch, tokens, tokens];

  const site = (name: string, shape: readonly number[], says: string, label?: string): Child =>
    node({
      kind: "site",
      id: name,
      label: label ?? name.split(".").slice(-1).join("."),
      icon: "symbol-variable",
      detail: shapeText(shape),
      tooltip: `${name} ${shapeText(shape)}: ${says}`,
    });

  const headSites = (layer: number, number: number): readonly Child[] => {
    const sites: (readonly [string, readonly number[], string])[] = [
      ["hook_q", perHead, "queries"],
      ["hook_k", perHead, "keys"],
      ["hook_v", perHead, "values"],
      ...(positions === "rope"
        ? ([
            ["hook_rot_q", perHead, "queries turned by their position"],
            ["hook_rot_k", perHead, "keys turned by their position"],
          ] as const)
        : []),
      ["hook_attn_scores", attended, "how well each query fits each key"],
      ["hook_pattern", attended, "how much each token attends to each token"],
      ["hook_z", perHead, "values mixed by the pattern"],
    ];
    return sites.map(([name, shape, says]) =>
      node({
        kind: "site",
        id: `blocks.${layer}.attn.${name}.${number}`,
        label: name,
        head: headName(layer, number),
        icon: "symbol-variable",
        detail: shapeText(shape),
        tooltip: `blocks.${layer}.attn.${name}, head ${number}, ${shapeText(shape)}: ${says}`,
      }),
    );
  };

  const block = (layer: number): Child => {
    const at = `blocks.${layer}`;
    const names = Array.from({ length: heads }, (_, number) => headName(layer, number));
    const hidden = [training.batch, tokens, Math.round((mlpRatio ?? 0) * width)];
    const inMlp = () => [
      ...(norm
        ? [site(`${at}.ln2.hook_normalized`, stream, "what the MLP reads", "ln2.hook_normalized")]
        : []),
      site(`${at}.mlp.hook_pre`, hidden, "before the nonlinearity"),
      site(`${at}.mlp.hook_post`, hidden, "after the nonlinearity"),
      site(`${at}.hook_mlp_out`, stream, "what the MLP writes"),
    ];
    const attention = () => [
      ...(["q", "k", "v"] as const).map((what) =>
        site(
          `${at}.hook_${what}_input`,
          stream,
          `the residual stream that ${computed[what]} are computed from`,
        ),
      ),
      ...(norm
        ? [site(`${at}.ln1.hook_normalized`, stream, "what attention reads", "ln1.hook_normalized")]
        : []),
      ...names.map((name, number) =>
        node(
          {
            ...{ kind: "head", id: `${at}.attn.${name}`, label: name, icon: "eye" },
            ...{ head: name, heads: [name], tooltip: `${name}: head ${number} of layer ${layer}` },
          },
          () => headSites(layer, number),
        ),
      ),
      site(`${at}.hook_attn_out`, stream, "what all heads write"),
    ];
    const residual = () => [
      site(`${at}.hook_resid_pre`, stream, "the residual stream before the block"),
      ...(mlpRatio === null
        ? []
        : [site(`${at}.hook_resid_mid`, stream, "the residual stream between attention and MLP")]),
      site(`${at}.hook_resid_post`, stream, "the residual stream after the block"),
    ];
    return node({ kind: "block", id: at, label: `block ${layer}`, icon: "layers", heads: names }, () => [
      node(
        { kind: "attention", id: `${at}.attn`, label: "attention", icon: "type-hierarchy", heads: names },
        attention,
      ),
      ...(mlpRatio === null
        ? []
        : [node({ kind: "part", id: `${at}.mlp`, label: "MLP", icon: "symbol-namespace" }, inMlp)]),
      node({ kind: "part", id: `${at}.residual`, label: "residual", icon: "git-merge" }, residual),
    ]);
  };

  const embedding = node({ kind: "part", id: "embed", label: "embedding", icon: "symbol-key" }, () => [
    node({
      kind: "part",
      id: "embed.exemplars",
      label: "exemplars",
      icon: "symbol-array",
      detail: `${data.source.kind} → ${width}`,
      tooltip: "W_exemplar and b_exemplar: an exemplar's features become a token of the residual stream",
    }),
    node({
      kind: "part",
      id: "embed.labels",
      label: "labels",
      icon: "symbol-enum",
      detail: `${data.labels} → ${width}`,
      tooltip: "W_label: each label has its own token of the residual stream",
    }),
    site("hook_embed", stream, "the embedded tokens"),
    ...(positions === "learned" || positions === "sinusoidal"
      ? [site("hook_pos_embed", stream, `${positions} positions, added to the embedding`)]
      : []),
  ]);
  const final = node({ kind: "part", id: "ln_final", label: "ln_final", icon: "symbol-ruler" }, () => [
    site("ln_final.hook_normalized", stream, "what the unembedding reads"),
  ]);
  const unembed = node({ kind: "part", id: "unembed", label: "unembed", icon: "symbol-key" }, () => [
    site("logits", [training.batch, tokens, data.labels], "a score for each label"),
  ]);
  const blocks = Array.from({ length: layers }, (_, layer) => block(layer));
  return [embedding, ...blocks, ...(norm ? [final] : []), unembed].map((make) => make(nowhere));
}

function toyVectors({ dimension, clamped }: NonNullable<Experiment["toy"]>): readonly Child[] {
  return (["a", "b", "c"] as const).map((name) => {
    const isClamped = clamped.includes(name);
    const says = isClamped ? "held at its true value by toy.clamped" : "learnt by gradient descent";
    return node({
      kind: "part",
      id: `toy.${name}`,
      label: name,
      icon: isClamped ? "lock" : "symbol-array",
      detail: `${shapeText([dimension])}${isClamped ? " at the truth" : ""}`,
      tooltip: `vector ${name} of the toy model, ${shapeText([dimension])}: ${says}`,
    });
  });
}

/** What attention computes of its inputs. */
const computed = { q: "queries", k: "keys", v: "values" } as const;

function headName(layer: number, head: number): string {
  return `L${layer}H${head}`;
}

function shapeText(shape: readonly number[]): string {
  return `[${shape.join(", ")}]`;
}
