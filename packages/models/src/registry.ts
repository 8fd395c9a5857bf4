import { didYouMean, type Graph } from "@convscope/core";
import { alexnet } from "./alexnet.ts";
import { autoencoder } from "./autoencoder.ts";
import { captioner } from "./captioner.ts";
import { convnext } from "./convnext.ts";
import { dcgan } from "./dcgan.ts";
import { densenet } from "./densenet.ts";
import { efficientnet } from "./efficientnet.ts";
import { efficientnetV2 } from "./efficientnetV2.ts";
import { fastRcnn } from "./fastRcnn.ts";
import { fcn } from "./fcn.ts";
import { googlenet } from "./googlenet.ts";
import { inceptionResnetV2 } from "./inceptionResnetV2.ts";
import { inceptionV2 } from "./inceptionV2.ts";
import { inceptionV3 } from "./inceptionV3.ts";
import { inceptionV4 } from "./inceptionV4.ts";
import { lenet } from "./lenet.ts";
import { mnasnet } from "./mnasnet.ts";
import { mobilenet } from "./mobilenet.ts";
import { mobilenetV1 } from "./mobilenetV1.ts";
import { mobilenetV3 } from "./mobilenetV3.ts";
import { multiColor } from "./multiColor.ts";
import type { ModelOptions } from "./options.ts";
import { published } from "./published.ts";
import { regnet } from "./regnet.ts";
import { resnet } from "./resnet.ts";
import { resnetCifar } from "./resnetCifar.ts";
import { resnetV2 } from "./resnetV2.ts";
import { resnext } from "./resnext.ts";
import { build, type ModelRow } from "./row.ts";
import { senet } from "./senet.ts";
import { shufflenet } from "./shufflenet.ts";
import { squeezenet } from "./squeezenet.ts";
import { teaching } from "./teaching.ts";
import { textCnn } from "./textCnn.ts";
import { unet } from "./unet.ts";
import { vgg } from "./vgg.ts";
import { vit } from "./vit.ts";
import { wideResnet } from "./wideResnet.ts";
import { xception } from "./xception.ts";
import { zfnet } from "./zfnet.ts";

/** Every model: those that classify in the order of their family's first paper, then those that do something else. */
export const models: readonly ModelRow[] = [
  ...teaching,
  ...lenet,
  ...alexnet,
  ...zfnet,
  ...vgg,
  ...googlenet,
  ...inceptionV2,
  ...inceptionV3,
  ...inceptionV4,
  ...inceptionResnetV2,
  ...xception,
  ...resnet,
  ...resnetCifar,
  ...resnetV2,
  ...wideResnet,
  ...resnext,
  ...senet,
  ...squeezenet,
  ...densenet,
  ...mobilenetV1,
  ...mobilenet,
  ...shufflenet,
  ...mnasnet,
  ...mobilenetV3,
  ...efficientnet,
  ...multiColor,
  ...regnet,
  ...vit,
  ...efficientnetV2,
  ...convnext,
  ...autoencoder,
  ...textCnn,
  ...captioner,
  ...fcn,
  ...fastRcnn,
  ...unet,
  ...dcgan,
].map((row: ModelRow) => withPublished(row));

function withPublished(row: ModelRow): ModelRow {
  const weights = published.get(row.name);
  return weights === undefined ? row : { ...row, published: weights };
}

/**
 * The graph of a model by name: `model("resnet18", { classes: 10, inputShape: [32, 32, 3] })`.
 *
 * @throws RangeError for an unknown name, an option that the model does not have, a value that cannot be, or an input that a layer cannot take.
 */
export function model(name: string, options: ModelOptions = {}): Graph {
  const row = models.find((m) => m.name === name);
  if (!row) throw new RangeError(`models: there is no model "${name}".${didYouMean(name, models.map((m) => m.name))} \`models\` lists them all.`);
  return build(row, options);
}
