import {
  along, crops, pads, product, unslideAlong,
  type ConnectionTableConv2d, type Conv1d, type Conv1dTranspose, type Conv2d, type Conv2dTranspose, type Dense, type DepthwiseConv2d, type Edges, type LocallyConnected2d, type Rbf, type SeparableConv2d, type Shape, type Slide, type Subsampling2d, type Unslide,
} from "@convscope/core";
import { call, compact, named, python } from "../python.ts";
import { lastAxis, type TorchRow } from "../row.ts";

/** Zeros around `x` by axis, of which PyTorch wants the last first. */
export const padded = (x: string, edges: readonly Edges[], value?: string): string =>
  edges.flat().every((n) => n === 0) ? x : call("F.pad", x, python([...edges].reverse().flat()), value === undefined ? undefined : `value=${value}`);

const symmetric = (edges: readonly Edges[]): boolean => edges.every(([before, after]) => before === after);

/** The padding that a module can do itself, and what is put around its input before. */
function padding(slides: readonly Slide[], shape: Shape): { readonly option: string | undefined; readonly around: (x: string) => string } {
  const edges = slides.map((slide, axis) => pads(slide, shape[axis] ?? 0));
  if (symmetric(edges)) return { option: named("padding", compact(edges.map(([before]) => before)), "0"), around: (x) => x };
  // PyTorch puts the odd one after too, but refuses strides.
  if (slides.every((slide) => slide.padding === "same" && slide.strides === 1)) return { option: 'padding="same"', around: (x) => x };
  return { option: undefined, around: (x) => padded(x, edges) };
}

interface Sliding { readonly filters: number; readonly groups: number; readonly useBias: boolean }

function convolution(module: string, { filters, groups, useBias }: Sliding, slides: readonly Slide[], shape: Shape): { readonly module: string; readonly around: (x: string) => string } {
  const { option, around } = padding(slides, shape);
  const all = (of: (slide: Slide) => number): string => compact(slides.map(of));
  return {
    module: call(module, shape.at(-1), filters, all((s) => s.kernelSize), named("stride", all((s) => s.strides), "1"), option, named("dilation", all((s) => s.dilationRate), "1"), named("groups", groups, 1), named("bias", useBias, true)),
    around,
  };
}

export const conv1d: TorchRow<Conv1d> = (layer, { x: [x], self, inputs: [shape] }) => {
  const { module, around } = convolution("nn.Conv1d", layer, [layer], shape);
  return { module, value: call(self, around(x)) };
};

export const conv2d: TorchRow<Conv2d> = (layer, { x: [x], self, inputs: [shape] }) => {
  const { module, around } = convolution("nn.Conv2d", layer, [along(layer, 0), along(layer, 1)], shape);
  return { module, value: call(self, around(x)) };
};

export const depthwiseConv2d: TorchRow<DepthwiseConv2d> = (layer, { x: [x], self, inputs: [shape], output }) => {
  const { module, around } = convolution("nn.Conv2d", { ...layer, filters: output.at(-1) ?? 0, groups: shape.at(-1) ?? 1 }, [along(layer, 0), along(layer, 1)], shape);
  return { module, value: call(self, around(x)) };
};

export const separableConv2d: TorchRow<SeparableConv2d> = (layer, { x: [x], self, inputs: [shape] }) => {
  const between = (shape.at(-1) ?? 1) * layer.depthMultiplier;
  const { module, around } = convolution("nn.Conv2d", { filters: between, groups: shape.at(-1) ?? 1, useBias: layer.useDepthwiseBias }, [along(layer, 0), along(layer, 1)], shape);
  return { module: `SeparableConv2d(${module}, ${call("nn.Conv2d", between, layer.filters, 1, named("bias", layer.useBias, true))})`, value: call(self, around(x)) };
};

function transposed(module: string, { filters, groups, useBias }: Sliding, unslides: readonly Unslide[], shape: Shape, output: Shape, self: string, x: string): { readonly module: string; readonly value: string } {
  const cut = unslides.map(crops);
  /** What PyTorch would make of it without padding. */
  const full = unslides.map((u, axis) => ((shape[axis] ?? 0) - 1) * u.strides + u.dilationRate * (u.kernelSize - 1) + 1);
  const even = symmetric(cut);
  const more = unslides.map((_, axis) => (output[axis] ?? 0) + (cut[axis]?.[0] ?? 0) + (even ? (cut[axis]?.[0] ?? 0) : 0) - (full[axis] ?? 0));
  const all = (of: (u: Unslide) => number): string => compact(unslides.map(of));
  const spread = call(self, x);
  return {
    module: call(module, shape.at(-1), filters, all((u) => u.kernelSize), named("stride", all((u) => u.strides), "1"), even ? named("padding", compact(cut.map(([before]) => before)), "0") : undefined,
      named("output_padding", compact(more.map((n) => Math.max(n, 0))), "0"), named("groups", groups, 1), named("bias", useBias, true), named("dilation", all((u) => u.dilationRate), "1")),
    value: even ? spread : padded(spread, cut.map(([before], axis) => [0 - before, Math.min(more[axis] ?? 0, 0)])),
  };
}

export const conv1dTranspose: TorchRow<Conv1dTranspose> = (layer, { x: [x], self, inputs: [shape], output }) => transposed("nn.ConvTranspose1d", layer, [layer], shape, output, self, x);
export const conv2dTranspose: TorchRow<Conv2dTranspose> = (layer, { x: [x], self, inputs: [shape], output }) =>
  transposed("nn.ConvTranspose2d", layer, [unslideAlong(layer, 0), unslideAlong(layer, 1)], shape, output, self, x);

export const dense: TorchRow<Dense> = ({ units, useBias }, { x: [x], self, inputs: [shape] }) => ({
  module: call("nn.Linear", shape.at(-1), units, named("bias", useBias, true)),
  value: lastAxis(shape, x, (x) => call(self, x)),
  anyOrder: true,
});

const undilated = <L extends object>(layer: L): L & { dilationRate: readonly [1, 1] } => ({ ...layer, dilationRate: [1, 1] });
const edgesOf = (slides: readonly Slide[], shape: Shape): Edges[] => slides.map((slide, axis) => pads(slide, shape[axis] ?? 0));

export const connectionTableConv2d: TorchRow<ConnectionTableConv2d> = (layer, { x: [x], self, inputs: [shape] }) => ({
  module: call("ConnectionTableConv2d", python(layer.table), shape.at(-1), python(layer.kernelSize), python(layer.strides), python(layer.useBias)),
  value: call(self, padded(x, edgesOf([along(undilated(layer), 0), along(undilated(layer), 1)], shape))),
});

export const locallyConnected2d: TorchRow<LocallyConnected2d> = (layer, { x: [x], self, inputs: [shape], output: [h = 0, w = 0] }) => ({
  module: call("LocallyConnected2d", python([h, w]), product(layer.kernelSize) * (shape[2] ?? 0), layer.filters, python(layer.kernelSize), python(layer.strides), python(layer.useBias)),
  value: call(self, padded(x, edgesOf([along(undilated(layer), 0), along(undilated(layer), 1)], shape))),
});

export const subsampling2d: TorchRow<Subsampling2d> = ({ poolSize, strides }, { x: [x], self, inputs: [shape] }) => ({
  module: call("Subsampling2d", shape.at(-1), python(poolSize), python(strides)),
  value: call(self, x),
});

export const rbf: TorchRow<Rbf> = ({ units, trainable }, { x: [x], self, inputs: [shape] }) => ({
  module: call("Rbf", shape[0], units, python(trainable)),
  value: call(self, x),
  anyOrder: true,
});

export const convolutionHelpers: { readonly [name: string]: string } = {
  SeparableConv2d: `
class SeparableConv2d(nn.Module):
    """Space first, then channels."""

    def __init__(self, depthwise, pointwise):
        super().__init__()
        self.depthwise = depthwise
        self.pointwise = pointwise

    def forward(self, x):
        return self.pointwise(self.depthwise(x))`,
  ConnectionTableConv2d: `
class ConnectionTableConv2d(nn.Module):
    """A convolution in which a table says which channels each filter sees."""

    def __init__(self, table, channels, kernel, strides, bias):
        super().__init__()
        self.filters = [f for f, seen in enumerate(table) for _ in seen]
        self.seen = [channel for seen in table for channel in seen]
        self.shape = (len(table), channels, *kernel)
        self.strides = strides
        self.weight = nn.Parameter(torch.randn(*kernel, len(self.seen)) * 0.1)
        self.bias = nn.Parameter(torch.zeros(len(table))) if bias else None

    def forward(self, x):
        kernel = self.weight.new_zeros(self.shape)
        places = (torch.tensor(self.filters), torch.tensor(self.seen))
        kernel = kernel.index_put(places, self.weight.permute(2, 0, 1))
        return F.conv2d(x, kernel, self.bias, self.strides)`,
  LocallyConnected2d: `
class LocallyConnected2d(nn.Module):
    """A convolution with another kernel at every place; patches are laid rows, columns, channels."""

    def __init__(self, places, patch, filters, kernel, strides, bias):
        super().__init__()
        self.kernel = kernel
        self.strides = strides
        self.weight = nn.Parameter(torch.randn(*places, patch, filters) / patch ** 0.5)
        self.bias = nn.Parameter(torch.zeros(*places, filters)) if bias else None

    def forward(self, x):
        n, channels = x.shape[:2]
        h, w, patch, filters = self.weight.shape
        seen = F.unfold(x, self.kernel, stride=self.strides).reshape(n, channels, -1, h, w)
        seen = seen.permute(0, 3, 4, 2, 1).reshape(n, h, w, patch)
        y = torch.einsum("nhwp,hwpf->nhwf", seen, self.weight)
        return channels_first(y if self.bias is None else y + self.bias)`,
  Subsampling2d: `
class Subsampling2d(nn.Module):
    """The sum of each patch of a channel, times a number, plus another."""

    def __init__(self, channels, size, strides):
        super().__init__()
        self.size = size
        self.strides = strides
        self.weight = nn.Parameter(torch.ones(channels))
        self.bias = nn.Parameter(torch.zeros(channels))

    def forward(self, x):
        sums = F.avg_pool2d(x, self.size, self.strides, divisor_override=1)
        return sums * self.weight[:, None, None] + self.bias[:, None, None]`,
  Rbf: `
class Rbf(nn.Module):
    """The squared distance to each of some codes."""

    def __init__(self, inputs, units, trainable):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(inputs, units), requires_grad=trainable)

    def forward(self, x):
        return (x.unsqueeze(2) - self.weight).square().sum(1)`,
};
