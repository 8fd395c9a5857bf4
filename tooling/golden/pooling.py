"""Writes golden/pooling.json: pooling, unpooling, upsampling, RoI pooling and colour cases that numerics.json lacks.

Run with Debian's packages python3-torch, python3-torchvision and python3-skimage: /usr/bin/python3 tooling/golden/pooling.py
"""
import json
import math
import pathlib

import numpy as np
import torch
import torch.nn.functional as F
import torchvision
import skimage
from skimage import color

torch.manual_seed(7)
generator = torch.Generator().manual_seed(7)
cases = []


def shortest(value):
    """The shortest decimal that reads back as the same float32."""
    value = np.float32(value)
    if math.isinf(value) or math.isnan(value):
        raise ValueError("only finite numbers")
    number = float(np.format_float_positional(value, unique=True)) if 1e-4 < abs(value) < 1e15 else float(np.format_float_scientific(value, unique=True))
    return int(number) if number == int(number) else number


def array(x):
    x = torch.as_tensor(np.asarray(x) if not torch.is_tensor(x) else x).detach()
    return {"shape": list(x.shape), "data": [shortest(v) for v in x.flatten().tolist()]}


def normal(*shape):
    """Exact float32 values with four decimals at most, so that the file stays small."""
    return torch.round(torch.randn(*shape, generator=generator) * 16) / 16


def distinct(*shape):
    """Values of which no two are equal."""
    count = math.prod(shape)
    return (torch.randperm(count, generator=generator).reshape(shape) - count / 2) / 16


def case(name, op, config, inputs, f, differentiable=("x",)):
    """Runs f in float64 on float32 inputs and records the output and the gradients of sum(output * upstream)."""
    wide = {key: value.double().requires_grad_(key in differentiable) for key, value in inputs.items()}
    y = f(**wide)
    upstream = normal(*y.shape)
    if differentiable:
        y.backward(upstream.double())
    cases.append({
        "name": name, "op": op, "config": config,
        "inputs": {key: array(value) for key, value in inputs.items()},
        "output": array(y), "upstream": array(upstream),
        "grads": {key: array(wide[key].grad) for key in differentiable},
    })


# Equal values: the first of them takes the gradient.
for kernel, stride, padding, dilation, ceil in [(2, 2, 0, 1, False), (3, 2, 1, 1, False), (3, 1, 1, 1, False), (3, 2, 0, 2, True), ((2, 3), (3, 1), (1, 1), (1, 2), False)]:
    x = torch.round(torch.randn(2, 3, 8, 9, generator=generator)) - 2
    config = {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation, "ceil_mode": ceil}
    case(f"max pooling with ties, kernel {kernel}", "max_pool2d", config, {"x": x}, lambda x: F.max_pool2d(x, kernel, stride, padding, dilation, ceil))

case("max pooling of a constant", "max_pool2d", {"kernel": 3, "stride": 2, "padding": 1, "dilation": 1, "ceil_mode": False}, {"x": torch.full((1, 2, 7, 7), -1.0)}, lambda x: F.max_pool2d(x, 3, 2, 1))
case("max pooling along a sequence", "max_pool1d", {"kernel": 3, "stride": 2, "padding": 1, "dilation": 2, "ceil_mode": True}, {"x": normal(2, 3, 12)}, lambda x: F.max_pool1d(x, 3, 2, 1, 2, True))
case("average pooling along a sequence", "avg_pool1d", {"kernel": 4, "stride": 3, "padding": 2, "ceil_mode": True, "count_include_pad": True}, {"x": normal(2, 3, 12)}, lambda x: F.avg_pool1d(x, 4, 3, 2, True, True))
case("average pooling along a sequence, padding not counted", "avg_pool1d", {"kernel": 4, "stride": 3, "padding": 2, "ceil_mode": False, "count_include_pad": False}, {"x": normal(2, 3, 11)}, lambda x: F.avg_pool1d(x, 4, 3, 2, False, False))
case("sum pooling", "sum_pool2d", {"kernel": 3, "stride": 2, "padding": 1, "ceil_mode": True}, {"x": normal(2, 2, 8, 7)}, lambda x: F.avg_pool2d(x, 3, 2, 1, True, True, 1))
case("min pooling", "min_pool2d", {"kernel": 3, "stride": 2, "padding": 1}, {"x": torch.round(torch.randn(2, 2, 7, 8, generator=generator)) + 3}, lambda x: -F.max_pool2d(-x, 3, 2, 1))
case("L2 pooling", "lp_pool2d", {"kernel": 2, "stride": 2}, {"x": normal(2, 2, 6, 8)}, lambda x: F.lp_pool2d(x, 2, 2))
case("L2 pooling, overlapping", "lp_pool2d", {"kernel": [3, 2], "stride": 1}, {"x": normal(1, 2, 5, 6)}, lambda x: F.lp_pool2d(x, 2, (3, 2), 1))

for size in [(3, 2), (7, 5), (1, 1), (4, 4)]:
    case(f"adaptive max pooling to {size}", "adaptive_max_pool2d", {"output_size": list(size)}, {"x": torch.round(torch.randn(2, 2, 7, 9, generator=generator) * 2)}, lambda x: F.adaptive_max_pool2d(x, size))
case("adaptive average pooling to more than there is", "adaptive_avg_pool2d", {"output_size": [5, 7]}, {"x": normal(2, 2, 3, 4)}, lambda x: F.adaptive_avg_pool2d(x, (5, 7)))

# Every window has its own maximum, so that PyTorch's rule for shared ones does not matter.
for kernel, stride, padding in [(2, 2, 0), (2, 3, 0), (3, 3, 1)]:
    pooled = distinct(2, 2, 9, 8)
    y, places = F.max_pool2d(pooled, kernel, stride, padding, return_indices=True)
    config = {"kernel": kernel, "stride": stride, "padding": padding}
    case(f"max unpooling, kernel {kernel}, stride {stride}", "max_unpool2d", config, {"x": normal(*y.shape), "pooled": pooled}, lambda x, pooled: F.max_unpool2d(x, places, kernel, stride, padding, output_size=pooled.shape[2:]))

boxes = torch.tensor([[[0, 0, 15, 15], [3.5, 7.5, 28.2, 22.9], [10, 4, 10, 4]], [[-6, 2, 60, 18.5], [31, 31, 40, 40], [8, 24.4, 20, 13]]])
for size, scale in [((2, 2), 0.5), ((3, 2), 0.25), ((7, 7), 1 / 3)]:
    def roi(x, boxes):
        rows = torch.cat([torch.cat([torch.full((len(b), 1), float(i)).double(), b.double()], 1) for i, b in enumerate(boxes)])
        return torchvision.ops.roi_pool(x.float(), rows.float(), size, float(np.float32(scale))).double().reshape(2, 3, -1, *size)
    case(f"RoI pooling to {size}", "roi_pool", {"output_size": list(size), "spatial_scale": float(np.float32(scale))}, {"x": torch.round(torch.randn(2, 2, 14, 16, generator=generator) * 4), "boxes": boxes}, roi)

for factor in [(2, 2), (3, 1), (2, 4)]:
    case(f"upsampling, nearest, {factor}", "upsample", {"factor": list(factor), "mode": "nearest"}, {"x": normal(2, 2, 3, 4)}, lambda x: F.interpolate(x, scale_factor=factor, mode="nearest"))
    for corners in [False, True]:
        case(f"upsampling, bilinear, {factor}, align_corners={corners}", "upsample", {"factor": list(factor), "mode": "bilinear", "align_corners": corners}, {"x": normal(2, 2, 3, 4)}, lambda x: F.interpolate(x, scale_factor=factor, mode="bilinear", align_corners=corners))
case("upsampling of a single value", "upsample", {"factor": [3, 2], "mode": "bilinear", "align_corners": True}, {"x": normal(1, 2, 1, 1)}, lambda x: F.interpolate(x, scale_factor=(3, 2), mode="bilinear", align_corners=True))

case("channel shuffle", "channel_shuffle", {"groups": 3}, {"x": normal(2, 6, 2, 3)}, lambda x: F.channel_shuffle(x, 3), differentiable=())

pixels = np.concatenate([
    np.array([[0, 0, 0], [1, 1, 1], [0.5, 0.5, 0.5], [1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0], [0, 1, 1], [1, 0, 1], [0.02, 0.03, 0.01]]),
    np.round(torch.rand(54, 3, generator=generator).numpy() * 255) / 255,
]).astype(np.float32)
picture = pixels.reshape(8, 8, 3)
wide = picture.astype(np.float64)
lch = color.lab2lch(color.rgb2lab(wide))
colours = {
    "pixels": array(picture),
    "hsv": array(color.rgb2hsv(wide)),
    "lab": array(color.rgb2lab(wide)),
    # The hue in radians; meaningless for greys.
    "lch": array(lch),
}

golden = {
    "_doc": {
        "dtype": "computed in float64 (RoI pooling in float32) from inputs that are exact float32; every number rounded to float32 and printed shortest",
        "layout": "NCHW and NCL row-major; boxes [N, n, 4] as x1, y1, x2, y2; RoI outputs [N, n, C, h, w]; colours [H, W, 3]",
        "gradients": "of sum(output*upstream), keyed by input name",
        "colours": "skimage.color on sRGB in [0, 1]: hsv in [0, 1]; lab and lch in their own units",
        "versions": {"torch": torch.__version__, "torchvision": torchvision.__version__, "skimage": skimage.__version__},
    },
    "cases": cases,
    "colours": colours,
}
path = pathlib.Path(__file__).parents[2] / "golden" / "pooling.json"
path.write_text(json.dumps(golden, separators=(",", ":")).replace('{"name"', '\n{"name"') + "\n")
print(f"{len(cases)} cases, {path.stat().st_size} bytes")
