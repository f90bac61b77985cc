import { describeClamped } from "../runs/comparison/describeClamped.ts";
import { formatSequences } from "../runs/comparison/formatNumbers.ts";
import type { ExperimentItem } from "./experimentItem.ts";
import type { TreeRow } from "./treeRow.ts";

/** What the Experiments view shows of an experiment file or preset. */
export function experimentRow(item: ExperimentItem): TreeRow {
  if (item.kind === "preset") {
    const { name, title } = item.preset;
    return {
      label: name,
      description: title,
      icon: { id: "package", color: null },
      contextValue: "experiment-preset",
      spoken: `preset ${name}, ${title}`,
      isTicked: null,
    };
  }
  const parts = item.name.split("/");
  const label = (parts.at(-1) ?? item.name).replace(/\.opto\.json$/, "");
  const folder = parts.slice(0, -1).join("/");
  const words = [item.problem === null ? summary(item.experiment) : "has problems", folder];
  const description = words.filter((word) => word !== "").join(" · ");
  return {
    label,
    description,
    icon:
      item.problem === null
        ? { id: "beaker", color: null }
        : { id: "warning", color: "list.warningForeground" },
    contextValue: "experiment-file",
    spoken: `experiment ${label}${description === "" ? "" : `, ${description}`}`,
    isTicked: null,
  };
}

function summary(experiment: Extract<ExperimentItem, { kind: "file" }>["experiment"]): string {
  if (experiment === null) return "";
  const { toy, training, sweep = {} } = experiment;
  const runs = Object.values(sweep).reduce((count, values) => count * values.length, 1);
  const clamped = describeClamped(experiment);
  return [
    ...(experiment.sweep === undefined ? [] : [`sweep of ${runs}`]),
    ...(toy === undefined ? [] : ["toy model"]),
    ...(clamped === "none" ? [] : [clamped]),
    formatSequences(training.sequences),
  ].join(" · ");
}
