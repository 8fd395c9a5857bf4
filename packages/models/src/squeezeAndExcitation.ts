import { adaptiveAveragePooling2d, branches, conv2d, relu, scale, sigmoid, type Block, type Layer } from "@convscope/core";

export interface GateOptions {
  /** Between the two dense layers. */
  readonly activation?: Layer;
  /** Gives the factors. */
  readonly gate?: Layer;
}

/**
 * Hu, Shen, Albanie, Sun & Wu, "Squeeze-and-excitation networks", arXiv:1709.01507, section 3: a factor for each of `channels`, computed from the
 * means of all maps through `squeezed` channels. Its nodes have torchvision's names and stand at the path of the block itself.
 */
export const squeezeAndExcitation = (channels: number, squeezed: number, { activation = relu(), gate = sigmoid() }: GateOptions = {}): Block =>
  branches(
    {
      value: [],
      "": { avgpool: adaptiveAveragePooling2d(1), fc1: conv2d(squeezed, 1), activation, fc2: conv2d(channels, 1), scale_activation: gate },
    },
    scale(),
  );
