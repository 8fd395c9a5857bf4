import { advise, type Advice } from "@convscope/nn";

/** Networks whose weights one may begin with, and how many of these are in the trunk and in the head for `classes` classes. */
export interface Trunk {
  readonly name: string;
  readonly model?: string;
  readonly trunk?: number;
  /** Inputs of the new head, whose parameters are (inputs + 1) · classes. */
  readonly headInputs?: number;
}

/** Counted from the graphs, which a test compares. */
export const trunks: readonly Trunk[] = [
  { name: "not told: samples of a class decide" },
  { name: "the MNIST net", model: "mnist-cnn", trunk: 219_584, headInputs: 64 },
  { name: "MobileNet v2", model: "mobilenet_v2", trunk: 2_223_872, headInputs: 1280 },
  { name: "ResNet-18", model: "resnet18", trunk: 11_176_512, headInputs: 512 },
  { name: "VGG-16", model: "vgg16", trunk: 134_260_544, headInputs: 4096 },
];

export interface AdviceRequest {
  readonly samples: number;
  readonly classes: number;
  readonly similar: boolean;
  readonly trunk: Trunk;
}

/** What the package advises. @throws RangeError in its words. */
export function adviceFor({ samples, classes, similar, trunk: { trunk, headInputs } }: AdviceRequest): Advice {
  return advise({ samples, classes, similar, ...(trunk !== undefined && headInputs !== undefined && { parameters: { trunk, head: (headInputs + 1) * classes } }) });
}

/** The four cells: little and much data, similar and different. */
export const adviceTable: readonly { readonly data: Advice["data"]; readonly cells: readonly { readonly similar: boolean; readonly advice: Advice }[] }[] = (["little", "much"] as const).map((data) => ({
  data,
  cells: [true, false].map((similar) => ({ similar, advice: advise({ samples: data === "little" ? 1 : 1_000_000, similar }) })),
}));

/** How a cell's advice says what keeps its weights. */
export const frozenWords: Readonly<Record<Advice["freeze"], string>> = { "trunk": "freeze the trunk", "lower half": "freeze the lower half", "none": "freeze nothing" };
