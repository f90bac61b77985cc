import type { ModelConfig } from "./modelSchema.ts";

/** What the named activations of a model are made of, in the order in which they are computed. */
export function siteColumns({
  layers,
  norm,
  mlpRatio,
  positions,
}: Pick<ModelConfig, "layers" | "norm" | "mlpRatio" | "positions">): ReadonlyMap<
  string,
  "heads" | "features"
> {
  const sites = new Map<string, "heads" | "features">([["hook_embed", "features"]]);
  const features = (...names: string[]) => {
    for (const name of names) sites.set(name, "features");
  };
  if (positions === "learned" || positions === "sinusoidal") features("hook_pos_embed");
  for (let layer = 0; layer < layers; layer++) {
    const block = `blocks.${layer}`;
    features(...["resid_pre", "q_input", "k_input", "v_input"].map((name) => `${block}.hook_${name}`));
    if (norm) features(`${block}.ln1.hook_normalized`);
    for (const name of ["q", "k", "v", "rot_q", "rot_k", "attn_scores", "pattern", "z"])
      sites.set(`${block}.attn.hook_${name}`, "heads");
    features(`${block}.hook_attn_out`);
    if (mlpRatio !== null) {
      features(`${block}.hook_resid_mid`);
      if (norm) features(`${block}.ln2.hook_normalized`);
      features(`${block}.mlp.hook_pre`, `${block}.mlp.hook_post`, `${block}.hook_mlp_out`);
    }
    features(`${block}.hook_resid_post`);
  }
  if (norm) features("ln_final.hook_normalized");
  features("logits");
  return sites;
}
