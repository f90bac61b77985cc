import type { Clamp } from "../../src/clamps/clamps.ts";
import type { Experiment } from "../../src/experiment/experimentSchema.ts";
import { describeClamp, type AnyClamp } from "../../src/runs/comparison/describeClamp.ts";
import { canonicalHeads } from "../../src/runs/comparison/canonicalHeads.ts";
import { valuesSet, wireObstacle, type WireObstacle } from "./wireObstacles.ts";
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

/**
 * The experiments that would test a wire, by clamps that hold throughout training: as in the paper's figures 4b (a head
 * of the later layer alone) and 8 (a head of the earlier one held at the previous-token pattern while it is alone).
 * Heads that the run's own clamps ablate are not ablated a second time, which would be a contradiction; where they do
 * so only for a time, the experiment would not be what it is called, and is not possible.
 */
export function wireExperiments(
  { name, model, clamps: own }: Pick<Experiment, "name" | "model" | "clamps">,
  layers: readonly [from: number, to: number],
  wire: Wire,
): WireExperiment[] {
  const [from, to] = layers;
  const [earlier, later] = [`L${from}H${wire.from}`, `L${to}H${wire.to}`];
  const { ablated, forATime } = ablations(own);
  const others = (layer: number, head: string): string[] =>
    Array.from({ length: model.heads }, (_, number) => `L${layer}H${number}`).filter(
      (other) => other !== head,
    );
  const rest = others(to, later);
  const dead = [earlier, later].find((head) => ablated.has(head));
  const obstacles = own.flatMap((clamp) => {
    const obstacle = wireObstacle(clamp, own, { layers, earlier, later });
    return obstacle === null ? [] : [{ obstacle, words: describeClamp(clamp, model) }];
  });
  /** Why it cannot be tested by such clamps, or would change nothing. */
  const against = (stopping: readonly WireObstacle[], heads: readonly string[]): string | null => {
    if (dead !== undefined) return ablationWords(dead, forATime);
    const found = obstacles.find(({ obstacle }) => stopping.includes(obstacle));
    if (found !== undefined) return obstacleWords(found.obstacle, found.words, earlier, later);
    const partly = heads.find((head) => forATime.has(head));
    if (partly !== undefined) return ablationWords(partly, forATime);
    for (const clamp of own) {
      const values = valuesSet(clamp);
      if (values === null) continue;
      const head = heads.find((one) => values.heads?.includes(one) ?? one.startsWith(`L${values.layer}H`));
      if (head !== undefined)
        return `The run's own clamps already decide the values of ${head}: ${describeClamp(clamp, model)}.`;
    }
    return null;
  };
  const made = (
    { key, title, words }: Pick<WireExperiment, "key" | "title" | "words">,
    heads: readonly string[],
    more: readonly AnyClamp[] = [],
  ): WireExperiment => {
    const left = heads.filter((head) => !ablated.has(head));
    const added = [...(left.length === 0 ? [] : [{ kind: "ablate", heads: left }]), ...more];
    return {
      ...{ key, title, words },
      name: `${name.slice(0, longestName - title.length - 2)}: ${title}`,
      clamps: added,
      problem:
        against(stoppedBy[key] ?? [], heads) ??
        (added.length === 0 ? "The run itself is this experiment." : null),
    };
  };
  return [
    made(
      {
        key: "alone",
        title: `${later} alone in layer ${to}`,
        words:
          `What the others are held against: can ${later} learn without the other heads of its layer? In the paper every ` +
          "head can, later than all together (figure 4b).",
      },
      rest,
    ),
    made(
      {
        key: "only-wire",
        title: `only ${earlier} and ${later}`,
        words:
          `Is this wire enough? If the loss leaves the plateau as that of ${later} alone does, it is; if it stays there, ` +
          `${later} also needs other heads of layer ${from}.`,
      },
      [...others(from, earlier), ...rest],
    ),
    made(
      {
        key: "without",
        title: `without ${earlier}`,
        words:
          `Is it needed for learning at all? If the phase change comes as in this run, others stand in for ${earlier}; if it ` +
          "comes later or never, learning needs it.",
      },
      [earlier],
    ),
    made(
      {
        key: "alone-without",
        title: `${later} alone, without ${earlier}`,
        words:
          `Does ${later} need it? If the phase change comes no later than with ${later} alone, other heads of layer ${from} ` +
          "can feed it as well; if later, learning waits for this wire.",
      },
      [...rest, earlier],
    ),
    made(
      {
        key: "held",
        title: `${later} alone, ${earlier} held at the previous token`,
        words:
          `Is it ${earlier} attending to the token before that learning waits for? If the phase change comes sooner than with ` +
          `${later} alone, yes (in the paper's figure 8 any head so held speeds it up); if not, what is missing is ` +
          "elsewhere, or this head did other work.",
      },
      rest,
      [{ kind: "previous-token", heads: [earlier] }],
    ),
    made(
      {
        key: "blocked",
        title: `${later} alone, ${earlier} kept from the previous token`,
        words:
          `Is the previous token all that the wire carries? If the phase change comes as late as without ${earlier}, it is; if ` +
          "no later than with the head free, the wire carries something else, or another head does this work.",
      },
      rest,
      [{ kind: "block-previous-token", heads: [earlier] }],
    ),
  ];
}

/** What makes each experiment one that changes nothing, or a contradiction. */
const stoppedBy: Readonly<Record<string, readonly WireObstacle[]>> = {
  alone: ["later"],
  "only-wire": ["later", "earlier"],
  without: ["later", "earlier"],
  "alone-without": ["later", "earlier"],
  held: ["later", "earlier", "attending"],
  blocked: ["later", "earlier", "attending", "blocked"],
};

function obstacleWords(obstacle: WireObstacle, clamp: string, earlier: string, later: string): string {
  switch (obstacle) {
    case "later":
      return `It would change nothing: with the run's own clamps, what ${later} does makes no difference (${clamp}).`;
    case "earlier":
      return `It would change nothing: with the run's own clamps, ${later} sees nothing of ${earlier} (${clamp}).`;
    case "attending":
    case "blocked":
      return `The run's own clamps already decide this: ${clamp}.`;
  }
}

/** Heads that an experiment ablates, and those of them that it does not ablate throughout. */
function ablations(own: readonly Clamp[]): {
  readonly ablated: ReadonlySet<string>;
  readonly forATime: ReadonlySet<string>;
} {
  const found = own.flatMap((clamp) =>
    clamp.kind !== "ablate"
      ? []
      : canonicalHeads(clamp.heads).map((head) => ({
          head,
          isAlways: clamp.when === undefined && (clamp.from ?? 0) === 0 && clamp.until === undefined,
        })),
  );
  const always = new Set(found.filter(({ isAlways }) => isAlways).map(({ head }) => head));
  const ablated = new Set(found.map(({ head }) => head));
  return { ablated, forATime: new Set([...ablated].filter((head) => !always.has(head))) };
}

function ablationWords(head: string, forATime: ReadonlySet<string>): string {
  return `The run's own clamps ablate ${head}${forATime.has(head) ? " only for a time" : ""}.`;
}
