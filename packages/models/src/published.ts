import { imagenet } from "./imagenet.ts";
import { publishedTorchvision } from "./publishedTorchvision.ts";

/** Weights that somebody trained for a model and published, and what is done to a picture before it goes in. */
export interface Published {
  /** torchvision's name of them, e.g. `IMAGENET1K_V2`, or timm's tag. */
  readonly version: string;
  /** Whose they are. */
  readonly source: "torchvision" | "timm";
  /** The file's path on the host of the source. */
  readonly file: string;
  /** Percent of ImageNet-1K's validation images that one crop gets right, with the first guess and with the first five; where the source states them. */
  readonly top1?: number;
  readonly top5?: number;
  /** Pixels that the shorter side gets. */
  readonly resize: number;
  /** Pixels of the square that is then cut from the middle. */
  readonly crop: number;
  readonly interpolation: "bilinear" | "bicubic";
  /** Subtracted from red, green and blue between 0 and 1, */
  readonly mean: readonly [number, number, number];
  /** and what is left is divided by these. */
  readonly std: readonly [number, number, number];
  /** What to ask of `model` besides, so that these weights mean what they did when they were trained. */
  readonly options?: { readonly transformInput: boolean };
  /** Keys of the file that are named otherwise than our nodes: each pattern, a regular expression, becomes its replacement. The first that fits is used. */
  readonly renamed?: readonly (readonly [pattern: string, replacement: string])[];
  /** Keys of the file, as a regular expression, that a graph may do without: auxiliary heads. */
  readonly optional?: string;
}

type Quirks = Pick<Published, "options" | "renamed" | "optional">;

/** To −1 … 1. */
const half = { mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] } as const;

/** What differs in torchvision's files from the modules of today, by the model's name up to a digit. */
const quirks: { readonly [family: string]: Quirks } = {
  // The files are from a time when the names of modules could hold dots.
  densenet: { renamed: [["(norm|conv)\\.([12])\\.", "$1$2."]] },
  // Both were converted from TensorFlow's, where pictures are scaled to −1 … 1.
  googlenet: { options: { transformInput: true }, optional: "^aux[12]\\." },
  inception_v: { options: { transformInput: true }, optional: "^AuxLogits\\." },
  vit_b_: { renamed: [["mlp\\.linear_1\\.", "mlp.0."], ["mlp\\.linear_2\\.", "mlp.3."]] },
};

/** timm's names of a vision transformer's modules, and torchvision's. */
const vit: Quirks["renamed"] = [
  ["^cls_token$", "class_token"],
  ["^pos_embed$", "encoder.pos_embedding"],
  ["^patch_embed\\.proj\\.", "conv_proj."],
  ["^blocks\\.(\\d+)\\.norm([12])\\.", "encoder.layers.encoder_layer_$1.ln_$2."],
  ["^blocks\\.(\\d+)\\.attn\\.qkv\\.", "encoder.layers.encoder_layer_$1.self_attention.in_proj_"],
  ["^blocks\\.(\\d+)\\.attn\\.proj\\.", "encoder.layers.encoder_layer_$1.self_attention.out_proj."],
  ["^blocks\\.(\\d+)\\.mlp\\.fc1\\.", "encoder.layers.encoder_layer_$1.mlp.0."],
  ["^blocks\\.(\\d+)\\.mlp\\.fc2\\.", "encoder.layers.encoder_layer_$1.mlp.3."],
  ["^norm\\.", "encoder.ln."],
  ["^head\\.", "heads.head."],
];

/** timm's repositories on the Hugging Face hub. Its nets of these names have our nodes' names, but the vision transformer. `resize` is the crop divided by timm's crop_pct, rounded down. Accuracies are those of timm's results table, where it measured at this size. */
const timm: readonly (Pick<Published, "top1" | "top5" | "crop" | "resize" | "mean" | "std" | "renamed"> & { readonly model: string; readonly tag: string; readonly repository?: string })[] = [
  { model: "seresnet50", tag: "ra2_in1k", crop: 224, resize: 256, ...imagenet },
  { model: "seresnet50", tag: "a1_in1k", crop: 224, resize: 235, ...imagenet },
  { model: "seresnext50_32x4d", tag: "racm_in1k", crop: 224, resize: 256, ...imagenet },
  { model: "senet154", tag: "gluon_in1k", top1: 81.226, top5: 95.358, crop: 224, resize: 256, ...imagenet },
  { model: "resnetv2_50", tag: "a1h_in1k", crop: 224, resize: 235, ...half },
  { model: "resnetv2_101", tag: "a1h_in1k", crop: 224, resize: 235, ...half },
  { model: "inception_v4", tag: "tf_in1k", top1: 80.156, top5: 94.968, crop: 299, resize: 341, ...half },
  { model: "inception_resnet_v2", tag: "tf_in1k", top1: 80.462, top5: 95.308, crop: 299, resize: 333, ...half },
  { model: "mobilenet_v1", tag: "ra4_e3600_r224_in1k", repository: "mobilenetv1_100", crop: 224, resize: 256, ...half },
  { model: "vit_tiny", tag: "fb_in1k", repository: "deit_tiny_patch16_224", top1: 72.172, top5: 91.112, crop: 224, resize: 248, ...imagenet, renamed: vit },
];

interface Named {
  readonly model: string;
  readonly weights: Published;
}

const ofTorchvision = publishedTorchvision.map(([model, version, file, top1, top5, crop, resize, interpolation]): Named => ({
  model,
  weights: {
    version: `IMAGENET1K_${version}`, source: "torchvision", file: `${file}.pth`, top1, top5, resize, crop, interpolation: interpolation ?? "bilinear",
    ...(model === "efficientnet_v2_l" ? half : imagenet),
    ...quirks[/^\D*/.exec(model)?.[0] ?? ""],
  },
}));

const ofTimm = timm.map(({ model, tag, repository = model, ...rest }): Named => ({
  model,
  weights: { version: tag, source: "timm", file: `${repository}.${tag}/resolve/main/model.safetensors`, interpolation: "bicubic", ...rest },
}));

/** All published weights by the model's name, the usual first. */
export const published: ReadonlyMap<string, readonly Published[]> = [...ofTorchvision, ...ofTimm].reduce(
  (found, { model, weights }) => found.set(model, [...(found.get(model) ?? []), weights]),
  new Map<string, Published[]>(),
);
