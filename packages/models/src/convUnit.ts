import { conv2d, depthwiseConv2d, type BatchNormalization, type Layer } from "@convscope/core";

/** How all units of a net are made. */
export interface UnitStyle {
  /** What follows each normalisation. */
  readonly activation: Layer;
  readonly normalization: BatchNormalization;
  /** Whether the padding depends on the picture, the odd zero below and to the right, as Keras's `"same"`; else it is the same on all sides. */
  readonly same?: boolean;
}

export interface UnitOptions {
  readonly strides?: number;
  readonly groups?: number;
  /** Whether the unit ends in the activation; else in the normalisation. */
  readonly active?: boolean;
}

/** A convolution, its normalisation and an activation: torchvision's `Conv2dNormActivation`. The mean that is subtracted would cancel a bias, so there is none. */
export const convUnit = (style: UnitStyle, filters: number, kernelSize: number, { strides = 1, groups = 1, active = true }: UnitOptions = {}): Layer[] =>
  normalized(style, conv2d(filters, kernelSize, { strides, groups, padding: paddingOf(style, kernelSize), useBias: false }), active);

/** The same for a convolution of each channel on its own. */
export const depthwiseUnit = (style: UnitStyle, kernelSize: number, { strides = 1, active = true }: Omit<UnitOptions, "groups"> = {}): Layer[] =>
  normalized(style, depthwiseConv2d(kernelSize, { strides, padding: paddingOf(style, kernelSize), useBias: false }), active);

const normalized = ({ normalization, activation }: UnitStyle, convolution: Layer, active: boolean): Layer[] => [convolution, normalization, ...(active ? [activation] : [])];

const paddingOf = ({ same = false }: UnitStyle, kernelSize: number): "same" | number => (same ? "same" : (kernelSize - 1) / 2);
