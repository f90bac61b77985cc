import type { Experiment } from "../../src/experiment/experimentSchema.ts";
import { describeClamp, type AnyClamp } from "../../src/runs/comparison/describeClamp.ts";
import type { Wire } from "./wiringUi.ts";

/** An experiment that tests what a wire's numbers suggest. */
export interface WireExperiment {
  readonly key: string;
  readonly title: string;
  /** Of the new experiment. */
  readonly name: string;
  /** As in an experiment file, from the start; after the run's own. */
  readonly clamps: readonly AnyClamp[];
  /** What it asks, and which outcome would say what. */
  readonly words: string;
  /** Why it cannot be run; null where it can. */
  readonly problem: string | null;
}

/** Of an experiment. */
const longestName = 200;

/** Kinds of clamps that decide where a head attends, as experiments have them. */
const patternKinds = ["previous-token", "block-previous-token", "induction", "match"];

/**
 * The experiments that would test a wire, by clamps that hold throughout training: as in the paper's figures 4b (a head
 * of the later layer alone) and 8 (a head of the earlier one held at the previous-token pattern while it is alone).
 * Heads that the run's own clamps ablate at any time are not ablated a second time, which would be a contradiction.
 */
export function wireExperiments(
  { name, model, clamps }: Pick<Experiment, "name" | "model" | "clamps">,
  layers: readonly [from: number, to: number],
  wire: Wire,
): WireExperiment[] {
  const [from, to] = layers;
  const [earlier, later] = [`L${from}H${wire.from}`, `L${to}H${wire.to}`];
  const own: readonly AnyClamp[] = clamps;
  const ablated = new Set(own.filter(({ kind }) => kind === "ablate").flatMap(headsOf));
  const others = (layer: number, head: string): string[] =>
    Array.from({ length: model.heads }, (_, number) => `L${layer}H${number}`).filter(
      (other) => other !== head,
    );
  const ablate = (heads: readonly string[]): AnyClamp[] => {
    const left = heads.filter((head) => !ablated.has(head));
    return left.length === 0 ? [] : [{ kind: "ablate", heads: left }];
  };
  const rest = others(to, later);
  const holder = own.find((clamp) => patternKinds.includes(clamp.kind) && headsOf(clamp).includes(earlier));
  const heldAlready =
    holder === undefined
      ? null
      : `The run's own clamps already decide this: ${describeClamp(holder, model)}.`;
  const dead = [earlier, later].find((head) => ablated.has(head));
  const deadWords = dead === undefined ? null : `The run's own clamps ablate ${dead}.`;
  const made = (
    key: string,
    title: string,
    added: readonly AnyClamp[],
    words: string,
    problem: string | null = null,
  ): WireExperiment => ({
    key,
    title,
    name: `${name.slice(0, longestName - title.length - 2)}: ${title}`,
    clamps: added,
    words,
    problem: deadWords ?? problem ?? (added.length === 0 ? "The run itself is this experiment." : null),
  });
  return [
    made(
      "alone",
      `${later} alone in layer ${to}`,
      ablate(rest),
      `What the others are held against: can ${later} learn without the other heads of its layer? In the paper every ` +
        "head can, later than all together (figure 4b).",
    ),
    made(
      "only-wire",
      `only ${earlier} and ${later}`,
      [...ablate([...others(from, earlier), ...rest])],
      `Is this wire enough? If the loss leaves the plateau as that of ${later} alone does, it is; if it stays there, ` +
        `${later} also needs other heads of layer ${from}.`,
    ),
    made(
      "without",
      `without ${earlier}`,
      ablate([earlier]),
      `Is it needed for learning at all? If the phase change comes as in this run, others stand in for ${earlier}; if it ` +
        "comes later or never, learning needs it.",
    ),
    made(
      "alone-without",
      `${later} alone, without ${earlier}`,
      ablate([...rest, earlier]),
      `Does ${later} need it? If the phase change comes no later than with ${later} alone, other heads of layer ${from} ` +
        "can feed it as well; if later, learning waits for this wire.",
    ),
    made(
      "held",
      `${later} alone, ${earlier} held at the previous token`,
      [...ablate(rest), { kind: "previous-token", heads: [earlier] }],
      `Is it ${earlier} attending to the token before that learning waits for? If the phase change comes sooner than with ` +
        `${later} alone, yes (in the paper's figure 8 any head so held speeds it up); if not, what is missing is ` +
        "elsewhere, or this head did other work.",
      heldAlready,
    ),
    made(
      "blocked",
      `${later} alone, ${earlier} kept from the previous token`,
      [...ablate(rest), { kind: "block-previous-token", heads: [earlier] }],
      `Is the previous token all that the wire carries? If the phase change comes as late as without ${earlier}, it is; if ` +
        "no later than with the head free, the wire carries something else, or another head does this work.",
      heldAlready,
    ),
  ];
}

function headsOf({ heads }: AnyClamp): string[] {
  return Array.isArray(heads)
    ? heads
        .filter((head) => typeof head === "string")
        .map((head) => head.replace(/^L0*(\d+)H0*(\d+)$/, "L$1H$2"))
    : [];
}
