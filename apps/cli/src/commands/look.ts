import { Command, type CommandUnknownOpts } from "@commander-js/extra-typings";
import type { Terminal } from "../terminal.ts";
import { attributionCommand } from "./look/attribution.ts";
import { embeddingCommand } from "./look/embedding.ts";
import { featuresCommand } from "./look/features.ts";
import { fieldCommand } from "./look/field.ts";
import { filtersCommand } from "./look/filters.ts";
import { maximizeCommand } from "./look/maximize.ts";
import { patchesCommand } from "./look/patches.ts";

/** `convscope look`: what a network sees, and why it says what it says. */
export const lookCommand = (terminal: Terminal): CommandUnknownOpts => {
  const look = new Command("look").summary("look inside a network: filters, feature maps, what speaks for a class").description("Looks inside the network of a run, or a model of the zoo with its published weights, and draws what it finds into a file.");
  const families = [filtersCommand, featuresCommand, patchesCommand, maximizeCommand, attributionCommand("saliency"), attributionCommand("gradcam"), attributionCommand("occlusion"), fieldCommand, embeddingCommand];
  for (const make of families) look.addCommand(make(terminal));
  return look;
};
