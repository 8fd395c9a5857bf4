import { model } from "@convscope/models";
import type { DiagramOptions } from "../src/index.ts";
import { diagram } from "../src/index.ts";
import { crossed } from "./graphs.ts";

const of = (name: string, options: DiagramOptions = {}) => (): string => diagram(model(name), options);

/** Diagrams of networks that a person has looked at, by file name. */
export const diagrams: Readonly<Record<string, () => string>> = {
  "diagram-lenet5-volumes": of("lenet5", { style: "volumes", title: "LeNet-5" }),
  "diagram-mnist-cnn-volumes": of("mnist-cnn", { style: "volumes" }),
  "diagram-mnist-cnn-layers": of("mnist-cnn", { style: "layers" }),
  "diagram-mnist-cnn-right": of("mnist-cnn", { direction: "right", theme: "auto" }),
  "diagram-fashion-resnet-layers": of("fashion-resnet", { style: "layers" }),
  "diagram-vgg16": of("vgg16", { title: "VGG-16" }),
  "diagram-googlenet": of("googlenet", { title: "GoogLeNet", expand: ["inception4c"] }),
  "diagram-inception-v3": of("inception_v3", { title: "Inception v3" }),
  "diagram-resnet18-layers": of("resnet18", { style: "layers", title: "ResNet-18" }),
  "diagram-resnet18-collapsed-dark": of("resnet18", { theme: "dark", collapse: ["layer3", "layer4"] }),
  "diagram-resnet50": of("resnet50", { title: "ResNet-50" }),
  "diagram-resnet50-volumes-dark": of("resnet50", { style: "volumes", title: "ResNet-50", theme: "dark" }),
  "diagram-resnet152": of("resnet152", { title: "ResNet-152" }),
  "diagram-densenet121": of("densenet121", { title: "DenseNet-121" }),
  "diagram-mobilenet-v2": of("mobilenet_v2", { title: "MobileNetV2" }),
  "diagram-vit": of("vit_b_16", { title: "ViT-B/16" }),
  "diagram-unet": of("unet", { title: "U-Net" }),
  "diagram-captioner": of("captioner"),
  "diagram-crossed": () => diagram(crossed, { style: "layers", title: "No row of branches" }),
};
