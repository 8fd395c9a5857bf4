import { Argument, Option } from "@commander-js/extra-typings";
import { datasets } from "@convscope/datasets";
import { fileOf, whole } from "./values.ts";

/** What commands that ask a network about pictures have in common. */
export const networkArgument = (): Argument<"<run|model>"> => new Argument("<run|model>", "the folder of a run, or a model of the zoo");

export const pictureArgument = (): Argument<"[picture]"> => new Argument("[picture]", "PNG, JPEG, WebP, AVIF, …; not with --data");

export const sampleDataOption = (): Option<"--data <name>"> => new Option("--data <name>", `a test sample of ${Object.keys(datasets).join(", ")}, or of data of one's own by their path, instead of a picture`);

export const testDataOption = (): Option<"--data <name>"> => new Option("--data <name>", `${Object.keys(datasets).join(", ")}, or a path to data of one's own (default that of the training)`);

export const dataDirOption = (): Option<"--data-dir <folder>"> => new Option("--data-dir <folder>", "where the data set's files are");

export const indexOption = (): Option<"--index <i>", undefined, undefined, number> => new Option("--index <i>", "which test sample (default 0)").argParser(whole(0));

export const weightsOption = (): Option<"--weights <file|version>"> => new Option("--weights <file|version>", "a .safetensors, .pth or .pt file with the graph's names, a published version such as IMAGENET1K_V1, or random");

export const invertOption = (): Option<"--invert"> => new Option("--invert", "swap dark and light: for a dark digit on white paper, when the training had white on black");

export const seedOption = (): Option<"--seed <n>", undefined, 1, number> => new Option("--seed <n>", "draws random weights").argParser(whole(0)).default(1);

/** Where a figure of `convscope look <name>` goes. */
export const outOption = (name: string): Option<"-o, --out <file>", undefined, undefined, string> => new Option("-o, --out <file>", `an .svg or .png file (default <network>-${name}.svg, or another name that is free)`).argParser(fileOf(".svg", ".png"));
