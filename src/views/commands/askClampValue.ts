import type { ClampOption } from "../../clamps/clampOptions.ts";
import type { Experiment } from "../../experiment/experimentSchema.ts";
import { siteColumns } from "../../model/siteColumns.ts";
import { askChoice, askChoices, type Choice } from "./askChoice.ts";
import type { Question } from "./askInTurn.ts";
import { askText } from "./askText.ts";
import type { ClampAnswers } from "./clampAnswers.ts";
import { valueText } from "./valueText.ts";

/** Lets the user say one option of a clamp: by a list where it can only be one of some, else by typing. */
export function whichValue(
  answers: ClampAnswers,
  option: ClampOption,
  { experiment }: { readonly experiment: Pick<Experiment, "model"> },
): Question {
  const { key, title, description, choices, isMany } = option;
  const present = presentText(answers, option);
  const answer = (text: string) => {
    answers.options.set(key, text);
  };
  const placeholder = `${title}: ${description}`;
  const known = key === "site" ? sitesOf(experiment.model) : layersOf(option, experiment.model);
  if (choices !== null && isMany) {
    const items = choices.map((choice) => ({ label: choice, choice }));
    return (place) =>
      askChoices<string>(place, {
        placeholder: `${placeholder} (Space ticks, Enter goes on)`,
        choices: items,
        ticked: present.split(/[\s,]+/),
        answer: (chosen) => {
          answer(choices.filter((choice) => chosen.includes(choice)).join(", "));
        },
      });
  }
  const listed = known ?? choices?.map((choice) => choiceOf(choice, option)) ?? null;
  if (listed !== null) {
    return (place) =>
      askChoice<string>(place, {
        placeholder,
        choices: listed,
        active: present === "" && key === "site" ? usualSite(answers) : present,
        answer,
      });
  }
  return (place) =>
    askText(place, { prompt: placeholder, value: present, check: (text) => option.check(text), answer });
}

/** What was answered before, unless it was meant for another kind's option of that name. */
function presentText(answers: ClampAnswers, option: ClampOption): string {
  const usual = valueText(option.default);
  const text = answers.options.get(option.key) ?? usual;
  return option.check(text) === null || text === "" ? text : usual;
}

function choiceOf(choice: string, option: ClampOption): Choice<string> {
  return {
    label: choice,
    ...(choice === valueText(option.default) ? { description: "default" } : {}),
    choice,
  };
}

/** The named activations of a model, in the order in which they are computed. */
function sitesOf(model: Experiment["model"]): Choice<string>[] {
  return [...siteColumns(model)].map(([site, columns]) => ({
    label: site,
    ...(columns === "heads" ? { description: "by head" } : {}),
    choice: site,
  }));
}

/** What the heads that were selected write. */
function usualSite({ heads: [head] }: ClampAnswers): string {
  const layer = /^L(\d+)H/.exec(head ?? "")?.[1];
  return layer === undefined ? "hook_embed" : `blocks.${layer}.attn.hook_z`;
}

/** The layers that a graft can begin or end with; null for other options. */
function layersOf(option: ClampOption, { layers }: Experiment["model"]): Choice<string>[] | null {
  if (option.key !== "throughLayer" && option.key !== "fromLayer") return null;
  return Array.from({ length: layers }, (_, layer) => String(layer))
    .filter((layer) => option.check(layer) === null)
    .map((layer) => ({ label: `Layer ${layer}`, choice: layer }));
}
