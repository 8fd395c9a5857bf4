import { basename, extname, resolve } from "node:path";
import { Argument, Command, InvalidArgumentError, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { applyOperations, augment, describePipeline, mixBatch, parseOperations, stepKinds, type Mix, type Operation, type Sample } from "@convscope/augment";
import { datasets, image, readMask, size, type Catalogue, type ImageDataset } from "@convscope/datasets";
import { writeAtomic } from "@convscope/files";
import { pictureSheet, type SheetPicture } from "@convscope/viz";
import { toPng } from "@convscope/viz/png";
import { answer, command } from "../command.ts";
import { CommandError, UsageError } from "../failure.ts";
import { freeFile } from "../free-file.ts";
import { openData } from "../open-data.ts";
import { checkThere, readPixels } from "../picture.ts";
import { policyOf, type Policy } from "../policy.ts";
import { checkIndex } from "../sample.ts";
import { readJson } from "../settings.ts";
import { shelfOf } from "../shelf.ts";
import type { Terminal } from "../terminal.ts";
import { fileOf, shape, whole } from "../values.ts";

/** `convscope augment`: what is done to training pictures, seen before it is used. */
export const augmentCommand = (terminal: Terminal): CommandUnknownOpts =>
  new Command("augment")
    .summary("augmentation: preview what a policy does to a picture")
    .description("Shows what augmentation does to a picture, with its mask, boxes and keypoints, before a training uses it.")
    .addCommand(preview(terminal));

/** Four numbers of a box, or two of a point, with commas between. */
const places = (count: number) => (text: string, before: readonly number[] = []): number[] => {
  const values = text.split(",").map(Number);
  if (values.length !== count || !values.every(Number.isFinite)) throw new InvalidArgumentError(`It must be ${count} numbers with commas between, in pixels. Received "${text}".`);
  return [...before, ...values];
};

const preview = (terminal: Terminal): CommandUnknownOpts =>
  command("preview")
    .description("Draws a picture as it is, and as a policy makes it several times, with what was drawn for each. A training takes the same words by --augment.")
    .addArgument(new Argument("[picture]", "a picture's file; without one, a sample of --data"))
    .option("--policy <what>", "words such as flip,crop, a JSON list of steps, or a file that holds one", "flip,crop")
    .option("--count <n>", "how many times, at most 200", whole(1, 200), 11)
    .option("--seed <n>", "draws what is done", whole(0), 1)
    .option("--size <shape>", "height and width in pixels that a network takes, e.g. 224x224: the policy's words suit it (default the picture's)", shape)
    .option("--mask <file>", "a picture of classes, moved with the picture")
    .option("--box <x0,y0,x1,y1>", "a box in pixels, moved with the picture; may come several times", places(4))
    .option("--point <x,y>", "a keypoint in pixels; may come several times", places(2))
    .option("--data <name>", `samples of ${Object.keys(datasets).join(", ")}, or of a folder, a list or a file of arrays`)
    .option("--data-dir <folder>", "where the data set's files are")
    .option("--index <i>", "which training sample of --data", whole(0), 0)
    .option("--replay <file>", "do again what an earlier preview's --json answer holds, instead of a policy")
    .option("-o, --out <file>", "an .svg or .png file (default <picture>-augmented.png, or another name that is free)", fileOf(".svg", ".png"))
    .addHelpText("after", `
Examples:
  convscope augment preview cat.jpg --policy flip,crop --size 224x224
  convscope augment preview cat.jpg --policy trivialaugment --count 19
  convscope augment preview cat.jpg --policy '[{"kind":"rotate","degrees":30}]'
  convscope augment preview --data shapes --policy cutmix
  convscope augment preview --data photos --index 7

Steps by name, for JSON:
${wrapped(stepKinds)}
What each takes: the README of @convscope/augment.`)
    .action(async (picture, options) => {
      if ((picture === undefined) === (options.data === undefined)) throw new UsageError("give a picture, or --data with the --index of a sample.");
      if (picture === undefined && (options.mask !== undefined || options.box !== undefined || options.point !== undefined)) throw new UsageError("--mask, --box and --point go with a picture; samples of a data set have their own.");
      const source = picture === undefined ? await ofData(terminal, options) : await ofFile(terminal, picture, options);
      const [height = 1, width = 1] = options.size ?? source.first.image.shape;
      const policy = options.replay === undefined ? policyOf(options.policy, [height, width, source.first.image.shape[2]], terminal.cwd) : undefined;
      if (policy?.mix && !source.others) throw new UsageError(`${options.policy} mixes several pictures of one shape. Give --data with a set whose pictures are of one size, such as shapes.`);
      const draws = policy ? drawn(source, policy, options) : replayed(source.first, resolve(terminal.cwd, options.replay ?? ""));
      const title = options.replay === undefined ? `${source.name}: ${/^[[{]/.test(options.policy.trim()) ? "augmented" : basename(options.policy)}` : `${source.name}, as in ${basename(options.replay)}`;
      const svg = pictureSheet([shownAs(source.first, "as it is"), ...draws.map(({ sample, told }) => shownAs(sample, told))], { title, width: 780 });
      const file = options.out === undefined ? freeFile(resolve(terminal.cwd, `${source.stem}-augmented`), ".png") : resolve(terminal.cwd, options.out);
      await writeAtomic(file, file.toLowerCase().endsWith(".svg") ? svg : toPng(svg));
      const text = [`${draws.length} draw${draws.length === 1 ? "" : "s"} of ${source.name} in ${file}`, ...(policy ? ["", describePipeline(policy.pipeline)] : [])].join("\n");
      answer(terminal, { json: { source: source.name, file, ...(policy && { policy }), draws: draws.map(({ operations, told }) => ({ operations, told })) }, text }, options.json);
    });

/** Names in lines that fit. */
function wrapped(names: readonly string[]): string {
  const lines: string[] = [];
  for (const name of names) {
    const line = lines.at(-1);
    if (line === undefined || line.length + name.length > 75) lines.push(`  ${name}`);
    else lines[lines.length - 1] = `${line}, ${name}`;
  }
  return lines.map((line, i) => (i < lines.length - 1 ? `${line},` : `${line}.`)).join("\n");
}

/** What is previewed. */
interface Source {
  readonly name: string;
  /** Of the file that is drawn. */
  readonly stem: string;
  readonly first: Sample;
  /** Further samples with labels, where a mix can have them. */
  readonly others?: { readonly sample: (i: number) => Sample; readonly label: (i: number) => number; readonly classes: readonly string[] };
}

interface PreviewOptions {
  readonly data?: string | undefined;
  readonly dataDir?: string | undefined;
  readonly index: number;
  readonly seed: number;
  readonly count: number;
  readonly mask?: string | undefined;
  readonly box?: readonly number[] | undefined;
  readonly point?: readonly number[] | undefined;
}

async function ofData(terminal: Terminal, { data = "", dataDir, index, seed, count }: PreviewOptions): Promise<Source> {
  const dataset = await openData(terminal, { data, dataDir, seed, samples: { train: index + count + 1, test: 1 }, split: "none" });
  if ("parts" in dataset) return ofCatalogue(dataset, index);
  const total = size(dataset.train);
  checkIndex(index, total);
  const sample = (i: number): Sample => sampleAt(dataset, (index + i) % total);
  const label = (i: number): number => dataset.train.labels[(index + i) % total] ?? 0;
  return { name: `${dataset.name} ${index}, ${dataset.classes[label(0)] ?? ""}`, stem: dataset.name, first: sample(0), others: { sample, label, classes: dataset.classes } };
}

/** Pictures in files are of many sizes: they are not mixed. */
async function ofCatalogue(catalogue: Catalogue, index: number): Promise<Source> {
  const shelf = await shelfOf(catalogue);
  const [part = "train"] = shelf.parts;
  checkIndex(index, shelf.count(part));
  const first = await shelf.read(part, index);
  if ("problem" in first) throw new CommandError(`${shelf.file(part, index) ?? `${part} ${index}`}: ${first.problem}`);
  return { name: `${catalogue.name} ${index}, ${shelf.label(part, index)}`, stem: catalogue.name, first };
}

function sampleAt({ train, inputShape: [height, width, channels] }: ImageDataset, i: number): Sample {
  return {
    image: { shape: [height, width, channels], data: image(train, i) },
    ...(train.masks && { mask: train.masks.subarray(i * height * width, (i + 1) * height * width) }),
    ...(train.boxes && { boxes: train.boxes.subarray(4 * i, 4 * i + 4) }),
  };
}

async function ofFile(terminal: Terminal, picture: string, { mask, box, point }: PreviewOptions): Promise<Source> {
  const path = resolve(terminal.cwd, picture);
  const { shape, data } = await readPixels(path);
  if (mask !== undefined) checkThere(resolve(terminal.cwd, mask));
  const classes = mask === undefined ? undefined : await readMask(resolve(terminal.cwd, mask), 256);
  if (classes && (classes.height !== shape[0] || classes.width !== shape[1])) throw new CommandError(`${mask}: a mask must be as large as its picture, ${shape[0]}×${shape[1]}. Received ${classes.height}×${classes.width}.`);
  const first: Sample = { image: { shape, data }, ...(classes && { mask: classes.data }), ...(box && { boxes: Float32Array.from(box) }), ...(point && { keypoints: Float32Array.from(point) }) };
  return { name: basename(path), stem: basename(path, extname(path)), first };
}

/** A sample after a draw. */
interface Drawn {
  readonly sample: Sample;
  readonly operations: readonly Operation[];
  readonly told: string;
}

const tell = (operations: readonly Operation[]): string => (operations.length === 0 ? "unchanged" : operations.map(({ kind, label }) => label ?? kind).join(", "));

function drawn(source: Source, { pipeline, mix }: Policy, { seed, count }: PreviewOptions): Drawn[] {
  const draws = Array.from({ length: count }, (_, i): Drawn => {
    const { operations, ...sample } = augment(mix ? (source.others?.sample(i) ?? source.first) : source.first, pipeline, { seed, path: [i] });
    return { sample, operations, told: tell(operations) };
  });
  return mix && source.others ? mixed(draws, mix, source.others, seed) : draws;
}

/** The draws mixed with each other; masks and boxes of a mixture mean nothing, and are left out. */
function mixed(draws: readonly Drawn[], mix: Mix, { label, classes }: NonNullable<Source["others"]>, seed: number): Drawn[] {
  const [{ sample: { image: { shape: [height, width, channels] } } } = { sample: { image: { shape: [1, 1, 1] as const } } }] = draws;
  const odd = draws.find(({ sample: { image } }) => String(image.shape) !== String([height, width, channels]));
  if (odd) throw new CommandError(`${mix.kind} mixes pictures of one shape. The policy makes ${height}×${width}×${channels} of one and ${odd.sample.image.shape.join("×")} of another. End it in a step that gives all the same size, such as resize.`);
  const length = height * width * channels;
  const images = new Uint8Array(draws.length * length);
  const targets = new Float32Array(draws.length * classes.length);
  draws.forEach(({ sample }, i) => {
    images.set(bytesOf(sample.image), i * length);
    targets[i * classes.length + label(i)] = 1;
  });
  const result = mixBatch({ images: { shape: [draws.length, height, width, channels], data: images }, targets: { shape: [draws.length, classes.length], data: targets } }, mix, { seed });
  return draws.map(({ operations }, i) => {
    const parts = classes.map((name, c) => ({ name, part: result.targets.data[i * classes.length + c] ?? 0 })).filter(({ part }) => part > 0.005).sort((a, b) => b.part - a.part);
    return { sample: { image: { shape: [height, width, channels], data: result.images.data.subarray(i * length, (i + 1) * length) } }, operations, told: parts.map(({ name, part }) => `${part.toFixed(2)} ${name}`).join(" + ") };
  });
}

/** The draws of an earlier answer, done again. */
function replayed(sample: Sample, path: string): Drawn[] {
  const json = readJson(path);
  const draws: unknown = typeof json === "object" && json !== null && "draws" in json ? json.draws : json;
  if (typeof json === "object" && json !== null && "policy" in json && typeof json.policy === "object" && json.policy !== null && "mix" in json.policy)
    throw new CommandError(`${path}: holds draws that were mixed with each other, which one picture cannot repeat. Preview them again with the same --policy, --data and --seed: they come out the same.`);
  if (!Array.isArray(draws) || draws.length === 0) throw new CommandError(`${path}: must hold draws, as "convscope augment preview --json" answers.`);
  return draws.slice(0, 1_000).map((draw: unknown) => {
    const operations = parseOperations(typeof draw === "object" && draw !== null && "operations" in draw ? draw.operations : draw);
    return { sample: applyOperations(sample, operations), operations, told: tell(operations) };
  });
}

/** Pixels of the longer side beyond which a picture only makes the figure's file large. */
const mostShown = 360;

/** A sample as the figure takes it: bytes, and no more of them than are seen. */
function shownAs(sample: Sample, caption: string): SheetPicture {
  const [height, width] = sample.image.shape;
  const factor = mostShown / Math.max(height, width);
  const size = [Math.max(1, Math.round(height * factor)), Math.max(1, Math.round(width * factor))] as const;
  const { image, mask, boxes, keypoints } = factor >= 1 ? sample : applyOperations(sample, [{ kind: "resize", size, interpolation: "bilinear", antialias: true }]);
  return { image: bytesOf(image), shape: image.shape, caption, mask, boxes, keypoints };
}

/** Levels of 0 … 255, as they are or of floats of 0 … 1. */
const bytesOf = ({ data }: Sample["image"]): Uint8Array =>
  data instanceof Uint8Array ? data : Uint8Array.from(data, (value) => (data instanceof Float32Array ? Math.round(255 * Math.min(1, Math.max(0, value))) : value));
