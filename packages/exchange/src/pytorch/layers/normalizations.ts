import type { BatchNormalization, GroupNormalization, LayerNormalization, LayerScale, LocalResponseNormalization, Normalization, Rescaling } from "@convscope/core";
import { call, named, python } from "../python.ts";
import { lastAxis, type TorchRow } from "../row.ts";

/** A module that has a scale and a shift, neither, or one of them. */
function affine({ scale, center }: Pick<BatchNormalization, "scale" | "center">, option: string, write: (...option: readonly (string | undefined)[]) => string): string {
  if (scale === center) return write(named(option, scale, true));
  return call("without", write(), python(scale ? "bias" : "weight"));
}

export const batchNormalization: TorchRow<BatchNormalization> = (layer, { x: [x], self, inputs: [shape] }) => {
  const name = `nn.BatchNorm${Math.max(shape.length - 1, 1)}d`;
  const module = affine(layer, "affine", (...option) =>
    call(name, shape.at(-1), named("eps", layer.epsilon, 1e-5), named("momentum", layer.momentum, 0.1), ...option, named("track_running_stats", layer.trackRunningStats, true)));
  return { module, value: call(self, x), anyOrder: true };
};

export const groupNormalization: TorchRow<GroupNormalization> = (layer, { x: [x], self, inputs: [shape] }) => ({
  module: affine(layer, "affine", (...option) => call("nn.GroupNorm", layer.groups, shape.at(-1), named("eps", layer.epsilon, 1e-5), ...option)),
  value: call(self, x),
});

export const layerNormalization: TorchRow<LayerNormalization> = (layer, { x: [x], self, inputs: [shape] }) => {
  const over = layer.axes === "last" ? shape.slice(-1) : [shape.at(-1) ?? 0, ...shape.slice(0, -1)];
  const module = affine(layer, "elementwise_affine", (...option) => call("nn.LayerNorm", python(over), named("eps", layer.epsilon, 1e-5), ...option));
  return { module, value: layer.axes === "last" ? lastAxis(shape, x, (x) => call(self, x)) : call(self, x) };
};

export const layerScale: TorchRow<LayerScale> = ({ initialValue }, { x: [x], self, inputs: [shape] }) => ({
  module: call("LayerScale", python(shape.length === 3 ? [shape[2] ?? 0, 1, 1] : shape.slice(-1)), initialValue),
  value: call(self, x),
  anyOrder: true,
});

export const normalization: TorchRow<Normalization> = ({ mean, variance }, { x: [x], self }) => ({
  module: call("Normalization", python(mean), python(variance)),
  value: call(self, x),
  anyOrder: true,
});

export const localResponseNormalization: TorchRow<LocalResponseNormalization> = ({ size, alpha, beta, k, mode }, { x: [x], inputs: [shape] }) => {
  if (mode === "within") return { value: call("lrn_within", x, size, alpha, beta, k) };
  const across = (x: string): string => call("F.local_response_norm", x, size, named("alpha", alpha, 1e-4), named("beta", beta, 0.75), named("k", k, 1));
  // PyTorch wants a place beside the channels.
  return { value: shape.length === 1 ? `${across(`${x}.unsqueeze(2)`)}.squeeze(2)` : across(x) };
};

/** Numbers that differ by channel belong to places of a row, which PyTorch may have in another order. */
export const rescaling: TorchRow<Rescaling> = ({ scale, offset }, { x: [x] }) => {
  const numbers = (of: number | readonly number[]): string => (typeof of === "number" ? String(of) : call("per_channel", x, python(of)));
  return { value: `${x} * ${numbers(scale)} + ${numbers(offset)}`, ...(typeof scale === "number" && typeof offset === "number" && { anyOrder: true }) };
};

export const normalizationHelpers: { readonly [name: string]: string } = {
  without: `
def without(module, name):
    """A normalisation that learns no scale, or no shift."""
    module.register_parameter(name, None)
    return module`,
  per_channel: `
def per_channel(x, numbers):
    return torch.tensor(numbers, dtype=x.dtype, device=x.device).reshape(-1, *[1] * (x.dim() - 2))`,
  LayerScale: `
class LayerScale(nn.Module):
    """A learned factor for each channel."""

    def __init__(self, shape, initial):
        super().__init__()
        self.layer_scale = nn.Parameter(torch.full(shape, float(initial)))

    def forward(self, x):
        return x * self.layer_scale.reshape(-1, *[1] * (x.dim() - 2))`,
  Normalization: `
class Normalization(nn.Module):
    """Standardises channels with statistics measured beforehand."""

    def __init__(self, mean, variance):
        super().__init__()
        self.register_buffer("mean", torch.tensor(mean, dtype=torch.float32))
        self.register_buffer("variance", torch.tensor(variance, dtype=torch.float32))
        self.register_buffer("count", torch.zeros(()))

    def forward(self, x):
        shape = (-1, *[1] * (x.dim() - 2))
        return (x - self.mean.reshape(shape)) * self.variance.reshape(shape).rsqrt()`,
  lrn_within: `
def lrn_within(x, size, alpha, beta, k):
    """Divides by the mean square of a window around each place of a channel, zeros outside counted."""
    before, after = size // 2, (size - 1) // 2
    means = F.avg_pool2d(F.pad(x.square(), (before, after, before, after)), size, stride=1)
    return x / (k + alpha * means) ** beta`,
};
