import { resolve } from "node:path";
import { Argument, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { didYouMean } from "@convscope/core";
import { weightsPath, type WeightsPlace } from "@convscope/exchange/node";
import { models, type Published } from "@convscope/models";
import { answer, command } from "../command.ts";
import { CommandError, UsageError } from "../failure.ts";
import { bytes, table } from "../table.ts";
import type { Terminal } from "../terminal.ts";
import { address } from "../values.ts";
import { isHere, obtain, versionOf, withWeights, type WithWeights } from "../weights.ts";

/** `convscope weights`: fetches what others have trained. */
export const weightsCommand = (terminal: Terminal): CommandUnknownOpts =>
  command("weights")
    .summary("fetch published weights of a model")
    .description("Fetches the trained weights that torchvision or timm publishes for a model into the cache, resuming where an earlier download broke off, and checks them. Without a model it lists what there is.")
    .addArgument(new Argument("[model]", "a model of the zoo"))
    .addArgument(new Argument("[version]", "which weights, e.g. IMAGENET1K_V1 (default the first listed)"))
    .option("--dir <folder>", "put them here instead of the cache")
    .option("--mirror <address>", "fetch from here instead: a folder on the web with torchvision/ and timm/", address)
    .option("--list", "only list the versions, and whether they are here")
    .addHelpText("after", `
Examples:
  convscope weights resnet50
  convscope weights resnet50 IMAGENET1K_V1 --dir weights
  convscope weights efficientnet_b1 --list
  convscope predict resnet50 cat.jpg`)
    .action(async (name, version, options) => {
      const place: WeightsPlace = {
        env: { ...terminal.env, ...(options.mirror !== undefined && { CONVSCOPE_WEIGHTS_MIRROR: options.mirror }) },
        ...(options.dir !== undefined && { folder: resolve(terminal.cwd, options.dir) }),
      };
      if (name === undefined || options.list) {
        if (version !== undefined) throw new UsageError("--list shows every version. Leave the version or --list out.");
        const rows = (name === undefined ? withWeights : [rowOf(name)]).flatMap((row) => row.published.map((weights) => ({ model: row.name, ...weights, here: isHere(weights, place), path: weightsPath(weights, place) })));
        answer(terminal, { json: rows, text: listed(terminal, rows) }, options.json);
        return;
      }
      const weights = versionOf(rowOf(name), version);
      const { path, bytes: size, url, resumedFrom } = await obtain(terminal, weights, place);
      const text = [`${name} ${weights.version} of ${weights.source}, ${bytes(size)}${url === undefined ? ", was here already" : ""}`, path, described(weights)].join("\n");
      answer(terminal, { json: { model: name, ...weights, path, bytes: size, ...(url !== undefined && { url }), resumedFrom }, text }, options.json);
    });

function rowOf(name: string): WithWeights {
  const found = withWeights.find((row) => row.name === name);
  if (found) return found;
  if (models.some((row) => row.name === name)) throw new CommandError(`${name} has no published weights. "convscope weights" lists the models that have, and "convscope train ${name}" trains it.`);
  throw new CommandError(`there is no model "${name}".${didYouMean(name, withWeights.map((row) => row.name))} "convscope weights" lists the models that have published weights.`);
}

/** What is done to a picture, in words. */
const described = ({ resize, crop, interpolation, top1 }: Published): string =>
  `pictures: shorter side to ${resize} (${interpolation}), the middle ${crop}×${crop}${top1 === undefined ? "" : `; top-1 on ImageNet ${top1.toFixed(2)} %`}`;

type Listed = Published & { readonly model: string; readonly here: boolean };

const percentOf = (n: number | undefined): string => (n === undefined ? "" : `${n.toFixed(2)} %`);

const listed = (terminal: Terminal, rows: readonly Listed[]): string =>
  table(
    rows,
    [
      { title: "model", of: ({ model }) => model },
      { title: "version", of: ({ version }) => version },
      { title: "source", of: ({ source }) => source },
      { title: "picture", of: ({ crop }) => `${crop}×${crop}` },
      { title: "top-1", of: ({ top1 }) => percentOf(top1), align: "right" },
      { title: "top-5", of: ({ top5 }) => percentOf(top5), align: "right" },
      { title: "here", of: ({ here }) => (here ? "yes" : "") },
    ],
    terminal.colors.dim,
  );
