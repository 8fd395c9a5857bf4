import { colourSteps } from "../src/colour/steps.ts";
import { geometrySteps } from "../src/geometry/steps.ts";
import { presets, type StepKind } from "../src/index.ts";
import { policySteps } from "../src/policy/steps.ts";
import { optionsOf } from "../src/step.ts";

/** What a step does, and what torchvision and Keras call it. */
const said: { readonly [K in StepKind]: readonly [does: string, torchvision?: string, keras?: string] } = {
  affine: ["turns, shears, zooms and shifts, looked up once", "RandomAffine", "RandomRotation and others"],
  augMix: ["mixes the image with what chains of weak operations make of it", "AugMix", "AugMix"],
  autoAugment: ["a pair of operations that a search found for `imagenet`, `cifar10` or `svhn`", "AutoAugment"],
  autocontrast: ["stretches each channel from black to white", "RandomAutocontrast", "AutoContrast"],
  blur: ["blurs by a Gaussian of this deviation in pixels", "GaussianBlur", "RandomGaussianBlur"],
  brightness: ["multiplies the levels", "ColorJitter", "RandomBrightness"],
  centerCrop: ["the part in the middle", "CenterCrop", "CenterCrop"],
  channelDrop: ["one channel goes black"],
  channelShuffle: ["channels in another order", "RandomChannelPermutation"],
  colorJitter: ["brightness, contrast, saturation and hue in random order", "ColorJitter", "RandomColorJitter"],
  compose: ["several steps, taken or left together", "Compose", "Pipeline"],
  contrast: ["the distance from mean grey, multiplied", "ColorJitter", "RandomContrast"],
  crop: ["the same part of every image", "functional.crop", "Cropping2D"],
  cutout: ["blackens squares, which may reach over the border"],
  elastic: ["bends smoothly", "ElasticTransform", "RandomElasticTransform"],
  equalize: ["spreads the levels of each channel evenly", "RandomEqualize", "Equalization"],
  gamma: ["raises the levels to a power", "functional.adjust_gamma"],
  grayscale: ["takes the colours out", "Grayscale", "RandomGrayscale"],
  hue: ["shifts hues; 1 is all the way round", "ColorJitter", "RandomHue"],
  invert: ["the negative", "RandomInvert", "RandomInvert"],
  jpeg: ["the artefacts of JPEG of this quality", "v2.JPEG"],
  lighting: ["colours moved along the principal components of ImageNet's, or of your own data's (`principalColours`)"],
  mirror: ["left and right exchanged", "RandomHorizontalFlip", "RandomFlip"],
  noise: ["adds gaussian, speckle or salt-and-pepper noise", "", "GaussianNoise"],
  normalize: ["floats: `(x / white − mean) / std`", "ToTensor, Normalize", "Normalization"],
  oneOf: ["one of several steps, each as likely as the others", "RandomChoice"],
  pad: ["puts pixels around", "Pad", "ZeroPadding2D"],
  perspective: ["seen from elsewhere: corners moved inwards", "RandomPerspective", "RandomPerspective"],
  posterize: ["keeps so many bits of each level", "RandomPosterize", "RandomPosterization"],
  randAugment: ["so many of 14 operations, all equally strong", "RandAugment", "RandAugment"],
  randomCrop: ["a part anywhere, after padding", "RandomCrop", "RandomCrop"],
  randomErase: ["a rectangle of one colour or of noise", "RandomErasing", "RandomErasing"],
  randomResizedCrop: ["a part of random area and shape, resized", "RandomResizedCrop"],
  resize: ["another size, or shorter side; as Pillow does it where antialiased", "Resize", "Resizing"],
  rotate: ["turns about the middle, positive angles against the clock", "RandomRotation", "RandomRotation"],
  saturation: ["paler or stronger colours", "ColorJitter", "RandomSaturation"],
  scale: ["zooms about the middle; the size stays", "RandomAffine", "RandomZoom"],
  sharpness: ["blurs (below 1) or sharpens", "RandomAdjustSharpness", "RandomSharpness"],
  shear: ["leans, by angles", "RandomAffine", "RandomShear"],
  solarize: ["inverts the levels from a threshold on", "RandomSolarize", "Solarization"],
  someOf: ["several of some steps, none twice"],
  translate: ["shifts by whole pixels, up to a part of the sides", "RandomAffine", "RandomTranslation"],
  trivialAugment: ["one of 14 operations, as strong as chance has it", "TrivialAugmentWide"],
  verticalFlip: ["above and below exchanged", "RandomVerticalFlip", "RandomFlip"],
};

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string => [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

/** Options with what they are unless given; those that must be given in bold. */
function optionsText(kind: StepKind): string {
  const { fields, chance } = optionsOf(kind);
  const named = Object.entries(fields as Readonly<Record<string, { readonly fallback?: unknown }>>).filter(([name]) => !common.has(name)).map(([name, { fallback }]) => (fallback === undefined ? `**${name}**` : `${name} ${valueText(fallback)}`));
  return [...named, ...(chance === undefined ? [] : [`p ${chance}`])].join(", ");
}

/** Told once, below the tables. */
const common: ReadonlySet<string> = new Set(["interpolation", "antialias", "border", "fill"]);

function valueText(value: unknown): string {
  if (!Array.isArray(value)) return String(value);
  if (value.length > 3) return `${value.length} numbers`;
  const numbers = value.map((x) => (typeof x === "number" ? Math.round(x * 10_000) / 10_000 : String(x)));
  return numbers.length === 1 ? String(numbers[0]) : `[${numbers.join(", ")}]`;
}

const stepTable = (rows: object): string =>
  table(["step", "does", "options, and what they are unless given", "torchvision", "Keras"], (Object.keys(rows) as StepKind[]).map((kind) => {
    const [does, torchvision = "", keras = ""] = said[kind];
    return [`\`${kind}\``, does, optionsText(kind), torchvision, keras];
  }));

/** The tables of the README by the name between their marks. */
export const tables: Readonly<Record<string, string>> = {
  geometry: stepTable(geometrySteps),
  colour: stepTable(colourSteps),
  policy: stepTable(policySteps),
  words: table(["word", "stands for", "after a colon"], Object.entries(presets).map(([word, { is, argument = "" }]) => [`\`${word}\``, is, argument])),
};
