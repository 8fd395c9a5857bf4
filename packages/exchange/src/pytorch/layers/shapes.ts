import type { Add, Average, ChannelShuffle, ChannelSlice, ColorSpace, Concatenate, Cropping2d, Flatten, LearnedConstant, Multiply, Permute, RepeatVector, Reshape, Scale, Select, Shape, Subtract, ZeroPadding2d } from "@convscope/core";
import { call, python } from "../python.ts";
import { torchAxis, type TorchRow } from "../row.ts";
import { padded } from "./convolutions.ts";

export const add: TorchRow<Add> = (_, { x }) => ({ value: x.join(" + "), anyOrder: true });
export const average: TorchRow<Average> = (_, { x }) => ({ value: `(${x.join(" + ")}) / ${x.length}`, anyOrder: true });
export const multiply: TorchRow<Multiply> = (_, { x }) => ({ value: x.join(" * "), anyOrder: true });
export const subtract: TorchRow<Subtract> = (_, { x }) => ({ value: x.join(" - "), anyOrder: true });

export const concatenate: TorchRow<Concatenate> = ({ axis }, { x, inputs: [shape] }) => ({ value: call("torch.cat", python1(x), `dim=${torchAxis(axis, shape.length)}`) });
const python1 = (x: readonly string[]): string => `[${x.join(", ")}]`;

/** One number for each channel, at every place. */
export const scale: TorchRow<Scale> = (_, { x: [x, by = ""], inputs: [shape, vector = []] }) => ({
  value: `${x} * ${vector.length === 1 ? by : `${by}.flatten(1)`}${shape.length > 1 ? `[:, :, ${shape.slice(1).map(() => "None").join(", ")}]` : ""}`,
});

export const channelShuffle: TorchRow<ChannelShuffle> = ({ groups }, { x: [x], inputs: [shape] }) => ({
  value: `${x}.unflatten(1, ${python([groups, (shape.at(-1) ?? 0) / groups])}).transpose(1, 2).flatten(1, 2)`,
});
export const channelSlice: TorchRow<ChannelSlice> = ({ start, end, parts }, { x: [x], inputs: [shape] }) => {
  const each = parts === null ? 1 : (shape.at(-1) ?? 0) / parts;
  return { value: `${x}[:, ${start * each}:${end * each}]` };
};
export const cropping2d: TorchRow<Cropping2d> = ({ cropping: [[top, bottom], [left, right]] }, { x: [x], inputs: [[height = 0, width = 0]] }) => ({
  value: `${x}[:, :, ${top}:${height - bottom}, ${left}:${width - right}]`,
});
export const zeroPadding2d: TorchRow<ZeroPadding2d> = ({ padding }, { x: [x] }) => ({ value: padded(x, padding) });
export const flatten: TorchRow<Flatten> = (_, { x: [x], inputs: [shape] }) => (shape.length === 1 ? { value: x, anyOrder: true } : { value: call("torch.flatten", x, 1) });

/** Values keep the order that they have with the channels last. */
const relaid = (x: string, from: Shape, to: Shape, change: (x: string) => string): string => {
  const value = change(from.length === 1 ? x : `channels_last(${x})`);
  return to.length === 1 ? value : `channels_first(${value})`;
};
export const reshape: TorchRow<Reshape> = (_, { x: [x], inputs: [from], output }) => ({ value: relaid(x, from, output, (x) => `${x}.reshape(-1, ${output.join(", ")})`) });
export const permute: TorchRow<Permute> = ({ axes }, { x: [x], inputs: [from], output }) => ({ value: relaid(x, from, output, (x) => `${x}.permute(${[0, ...axes.map((axis) => axis + 1)].join(", ")})`) });
export const repeatVector: TorchRow<RepeatVector> = ({ n }, { x: [x] }) => ({ value: `${x}.unsqueeze(2).expand(-1, -1, ${n})` });

/** Where the channels are the axis that goes, another takes their place. */
export const select: TorchRow<Select> = ({ index, axis }, { x: [x], inputs: [shape], output }) => {
  const place = torchAxis(axis, shape.length);
  const value = `${x}.select(${place}, ${index})`;
  return { value: place === 1 && output.length > 1 ? `channels_first(${value})` : value };
};

export const learnedConstant: TorchRow<LearnedConstant> = ({ shape, initial }, { x: [x], self }) => ({
  module: call("constant", python(shape), python(initial === "normal" ? null : initial)),
  value: `channels_first(${self}.expand(len(${x}), ${shape.map(() => -1).join(", ")}))`,
});

export const colorSpace: TorchRow<ColorSpace> = ({ to }, { x: [x] }) => ({ value: call(`to_${to}`, x) });

export const shapeHelpers: { readonly [name: string]: string } = {
  channels_last: `
def channels_last(x):
    return x.movedim(1, -1)`,
  channels_first: `
def channels_first(x):
    return x.movedim(-1, 1)`,
  rows_in_order: `
def rows_in_order(x, shape):
    """Flattened maps, channels first, with the channels last."""
    return channels_last(x.unflatten(1, shape)).flatten(1)`,
  constant: `
def constant(shape, initial):
    """A learned array, the same for every sample, kept with the channels last."""
    return nn.Parameter(torch.randn(1, *shape) * 0.02 if initial is None else torch.full((1, *shape), float(initial)))`,
  to_greyscale: `
def to_greyscale(x):
    """ITU-R BT.601."""
    r, g, b = x.split(1, 1)
    return 0.299 * r + 0.587 * g + 0.114 * b`,
  to_ycbcr: `
def to_ycbcr(x):
    """ITU-T T.871, full range."""
    r, _, b = x.split(1, 1)
    y = to_greyscale(x)
    return torch.cat([y, (b - y) / 1.772 + 0.5, (r - y) / 1.402 + 0.5], 1)`,
  to_hsv: `
def to_hsv(x):
    """Smith 1978; the hue in turns."""
    r, g, b = x.split(1, 1)
    top = x.amax(1, keepdim=True)
    spread = top - x.amin(1, keepdim=True)
    one = torch.ones_like(spread)
    safe = torch.where(spread == 0, one, spread)
    sector = torch.where(r == top, (g - b) / safe, torch.where(g == top, (b - r) / safe + 2, (r - g) / safe + 4))
    hue = torch.where(spread > 0, sector / 6, torch.zeros_like(sector))
    hue = torch.where(hue < 0, hue + 1, hue)
    return torch.cat([hue, spread / torch.where(top == 0, one, top), top], 1)`,
  cie_lab: `
def cie_lab(x):
    """CIE 1976 with the white D65; L in [0, 100]."""
    dark = x <= 0.04045
    linear = torch.where(dark, x / 12.92, ((torch.where(dark, torch.ones_like(x), x) + 0.055) / 1.055) ** 2.4)
    r, g, b = linear.split(1, 1)
    xyz = torch.cat([
        (0.412453 * r + 0.35758 * g + 0.180423 * b) / 0.95047,
        0.212671 * r + 0.71516 * g + 0.072169 * b,
        (0.019334 * r + 0.119193 * g + 0.950227 * b) / 1.08883,
    ], 1)
    low = xyz <= (6 / 29) ** 3
    f = torch.where(low, xyz * 841 / 108 + 4 / 29, torch.where(low, torch.ones_like(xyz), xyz) ** (1 / 3))
    fx, fy, fz = f.split(1, 1)
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)`,
  to_lab: `
def to_lab(x):
    lightness, a, b = cie_lab(x)
    return torch.cat([lightness / 100, (a + 128) / 255, (b + 128) / 255], 1)`,
  to_lch: `
def to_lch(x):
    """Lab in polar form; the hue in turns, 0 for greys."""
    lightness, a, b = cie_lab(x)
    square = a.square() + b.square()
    chroma = torch.where(square > 0, torch.where(square > 0, square, torch.ones_like(square)).sqrt(), square)
    grey = chroma < 0.01
    turns = torch.atan2(torch.where(grey, torch.zeros_like(b), b), torch.where(grey, torch.ones_like(a), a)) / (2 * torch.pi)
    return torch.cat([lightness / 100, chroma / 134, torch.where(turns < 0, turns + 1, turns)], 1)`,
};
