import {
  poolAxes2d, poolAxis1d,
  type AdaptiveAveragePooling2d, type AdaptiveMaxPooling2d, type AveragePooling1d, type AveragePooling2d, type Edges, type GaussianPooling2d, type L2Pooling2d, type MaxPooling1d, type MaxPooling2d, type MaxUnpooling2d, type MinPooling2d, type PoolAxis, type RoiPooling, type Shape, type SumPooling2d, type UpSampling2d,
} from "@convscope/core";
import { call, compact, named, python } from "../python.ts";
import type { TorchRow } from "../row.ts";
import { padded } from "./convolutions.ts";

interface Pool { readonly padding: unknown; readonly ceilMode: boolean }

/** Padding that lets every window stand within; what no window reaches is cut off. */
const covering = (axes: readonly PoolAxis[]): Edges[] => axes.map(({ before, covering }) => [before, covering]);
const sizes = (axes: readonly PoolAxis[], of: "size" | "stride" | "dilation"): string => compact(axes.map((axis) => axis[of]));

/** Whether PyTorch's own padding says the same: alike on both sides, and no size that "same" would have to find. */
const plain = ({ padding }: Pool, axes: readonly PoolAxis[]): boolean => padding !== "same" && axes.every(({ before, after }) => before === after);
const ownPadding = ({ ceilMode }: Pool, axes: readonly PoolAxis[]): [string | undefined, string | undefined] => [named("padding", compact(axes.map(({ before }) => before)), "0"), named("ceil_mode", ceilMode, false)];

function maximum(name: string, layer: Pool, axes: readonly PoolAxis[], x: string): string {
  const dilation = named("dilation", sizes(axes, "dilation"), "1");
  return plain(layer, axes)
    ? call(name, x, sizes(axes, "size"), `stride=${sizes(axes, "stride")}`, ...ownPadding(layer, axes), dilation)
    : call(name, padded(x, covering(axes), '-float("inf")'), sizes(axes, "size"), `stride=${sizes(axes, "stride")}`, dilation);
}

const axesOf = (layer: Parameters<typeof poolAxes2d>[0], [height = 0, width = 0]: Shape): readonly [PoolAxis, PoolAxis] => poolAxes2d(layer, height, width);

export const maxPooling1d: TorchRow<MaxPooling1d> = (layer, { x: [x], inputs: [[length = 0]] }) => ({ value: maximum("F.max_pool1d", layer, [poolAxis1d(layer, length)], x) });
export const maxPooling2d: TorchRow<MaxPooling2d> = (layer, { x: [x], inputs: [shape] }) => ({ value: maximum("F.max_pool2d", layer, axesOf(layer, shape), x) });
export const minPooling2d: TorchRow<MinPooling2d> = (layer, { x: [x], inputs: [shape] }) => ({ value: `-${maximum("F.max_pool2d", layer, axesOf(layer, shape), `-${x}`)}` });

function mean(name: string, layer: Pool & { readonly countIncludePad: boolean }, axes: readonly PoolAxis[], x: string): string {
  const counts = named("count_include_pad", layer.countIncludePad, true);
  if (plain(layer, axes)) return call(name, x, sizes(axes, "size"), `stride=${sizes(axes, "stride")}`, ...ownPadding(layer, axes), counts);
  const counted: Edges[] = axes.map(({ before, after }) => (layer.padding === "same" || !layer.countIncludePad ? [0, 0] : [before, after]));
  const around = (edges: readonly Edges[]): string => python([...edges].reverse().flat());
  return call("mean_pool", x, python(axes.map(({ size }) => size)), python(axes.map(({ stride }) => stride)), around(covering(axes)), around(counted));
}

export const averagePooling1d: TorchRow<AveragePooling1d> = (layer, { x: [x], inputs: [[length = 0]] }) => ({ value: mean("F.avg_pool1d", layer, [poolAxis1d(layer, length)], x) });
export const averagePooling2d: TorchRow<AveragePooling2d> = (layer, { x: [x], inputs: [shape] }) => ({ value: mean("F.avg_pool2d", layer, axesOf(layer, shape), x) });

const sum = (axes: readonly PoolAxis[], x: string): string => call("F.avg_pool2d", padded(x, covering(axes)), sizes(axes, "size"), `stride=${sizes(axes, "stride")}`, "divisor_override=1");

export const sumPooling2d: TorchRow<SumPooling2d> = (layer, { x: [x], inputs: [shape] }) => ({ value: sum(axesOf(layer, shape), x) });
export const l2Pooling2d: TorchRow<L2Pooling2d> = (layer, { x: [x], inputs: [shape] }) => ({ value: call("safe_sqrt", sum(axesOf(layer, shape), `${x}.square()`)) });
export const gaussianPooling2d: TorchRow<GaussianPooling2d> = (layer, { x: [x], inputs: [shape] }) => {
  const axes = axesOf(layer, shape);
  return { value: call("gaussian_pool", x, python(layer.kernelSize), python(layer.strides), python([...covering(axes)].reverse().flat()), layer.sigma) };
};
export const maxUnpooling2d: TorchRow<MaxUnpooling2d> = (layer, { x: [values, before = ""], inputs: [, shape = []] }) => {
  const axes = axesOf(layer, shape);
  return { value: call("max_unpool", values, before, python(layer.kernelSize), python(layer.strides), python([...covering(axes)].reverse().flat()), python(layer.dilationRate)) };
};

export const adaptiveAveragePooling2d: TorchRow<AdaptiveAveragePooling2d> = ({ outputSize }, { x: [x] }) => ({ value: call("F.adaptive_avg_pool2d", x, compact(outputSize)) });
export const adaptiveMaxPooling2d: TorchRow<AdaptiveMaxPooling2d> = ({ outputSize }, { x: [x] }) => ({ value: call("F.adaptive_max_pool2d", x, compact(outputSize)) });
const over =
  (method: string, axes: string): TorchRow<{ readonly kind: string }> =>
  (_, { x: [x] }) => ({ value: `${x}.${method}(${axes})` });
export const globalAveragePooling1d: TorchRow<{ readonly kind: string }> = over("mean", "2");
export const globalAveragePooling2d: TorchRow<{ readonly kind: string }> = over("mean", "(2, 3)");
export const globalMaxPooling1d: TorchRow<{ readonly kind: string }> = over("amax", "2");
export const globalMaxPooling2d: TorchRow<{ readonly kind: string }> = over("amax", "(2, 3)");

export const roiPooling: TorchRow<RoiPooling> = ({ outputSize, spatialScale }, { x: [maps, boxes = ""] }) => ({ value: call("roi_pooling", maps, boxes, python(outputSize), spatialScale) });

export const upSampling2d: TorchRow<UpSampling2d> = ({ interpolation, alignCorners }, { x: [x], output: [h = 0, w = 0] }) => ({
  value: call("F.interpolate", x, `size=${python([h, w])}`, `mode=${python(interpolation)}`, interpolation === "bilinear" ? `align_corners=${python(alignCorners)}` : undefined),
});

export const poolingHelpers: { readonly [name: string]: string } = {
  mean_pool: `
def mean_pool(x, kernel, strides, around, counted):
    """The mean of each window over the cells that count: the input's, and of the padding those within \`counted\`."""
    flat = x.dim() == 3
    if flat:
        x, kernel, strides = x.unsqueeze(2), (1, *kernel), (1, *strides)
        around, counted = (*around, 0, 0), (*counted, 0, 0)
    sums = F.avg_pool2d(F.pad(x, around), kernel, strides, divisor_override=1)
    cells = F.pad(torch.ones_like(x[:1, :1]), counted, value=1.0)
    cells = F.pad(cells, tuple(a - c for a, c in zip(around, counted)))
    means = sums / F.avg_pool2d(cells, kernel, strides, divisor_override=1)
    return means.squeeze(2) if flat else means`,
  safe_sqrt: `
def safe_sqrt(x):
    """The square root, with a gradient of zero at zero."""
    return torch.where(x > 0, torch.where(x > 0, x, torch.ones_like(x)).sqrt(), torch.zeros_like(x))`,
  gaussian_pool: `
def gaussian_pool(x, kernel, strides, around, sigma):
    """A mean of each window that weighs the middle most; padding does not count."""
    bells = []
    for size in kernel:
        squares = (torch.arange(size, device=x.device) - (size - 1) / 2) ** 2
        bells.append(torch.exp((squares.min() - squares) / (2 * sigma ** 2)))
    bell = (bells[0][:, None] * bells[1])[None, None].to(x.dtype)
    channels = x.shape[1]
    sums = F.conv2d(F.pad(x, around), bell.repeat(channels, 1, 1, 1), stride=strides, groups=channels)
    return sums / F.conv2d(F.pad(torch.ones_like(x[:1, :1]), around), bell, stride=strides)`,
  max_unpool: `
def max_unpool(values, x, kernel, strides, around, dilation):
    """Each value back to where the maximum was; where windows share one, they add up."""
    padded = F.pad(x, around, value=-float("inf"))
    _, places = F.max_pool2d(padded, kernel, strides, dilation=dilation, return_indices=True)
    y = torch.zeros_like(padded).flatten(2).scatter_add(2, places.flatten(2), values.flatten(2))
    return F.pad(y.reshape(padded.shape), tuple(-n for n in around))`,
  roi_pooling: `
def roi_pooling(maps, boxes, size, scale):
    """Boxes \`[n, 4, count]\` as everything is kept, channels first; torchvision pools them."""
    from torchvision.ops import roi_pool

    rows = channels_last(boxes)
    n, count = rows.shape[:2]
    pooled = roi_pool(maps, list(rows), size, scale)
    return pooled.reshape(n, count, *pooled.shape[1:]).movedim(2, 1)`,
};
