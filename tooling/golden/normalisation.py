"""Writes golden/normalisation.json: normalisation layers and activations at their ends, with all gradients, measured with PyTorch.

Run with Debian's python3-torch: /usr/bin/python3 tooling/golden/normalisation.py
"""
import json
import pathlib
import warnings

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

warnings.filterwarnings("ignore")
SEED = 20240807
rng = np.random.default_rng(SEED)
torch.manual_seed(SEED)
cases = []


def random(*shape):
    """Numbers of four decimals, exactly float32, as float64."""
    return torch.tensor(np.round(rng.standard_normal(shape), 4).astype(np.float32).astype(np.float64))


def numbers(x):
    """Every number is the shortest that rounds to the same float32."""
    flat = x.detach().flatten().numpy().astype(np.float32)
    return {"shape": list(x.shape), "data": [float(str(v)) for v in flat]}


def case(name, kind, config, x, run, weights=None, buffers=None, train=False):
    """Measures run(x) and the gradients of sum(output * upstream); `buffers` are read again afterwards."""
    weights = weights or {}
    buffers = buffers or {}
    before = {key: numbers(value) for key, value in buffers.items()}
    for tensor in [x, *weights.values()]:
        tensor.requires_grad_()
    output = run(x)
    upstream = random(*output.shape)
    (output * upstream).sum().backward()
    cases.append({
        "name": name, "kind": kind, "config": config, "train": train, "x": numbers(x),
        "weights": {key: numbers(value) for key, value in weights.items()}, "buffers": before,
        "upstream": numbers(upstream), "output": numbers(output),
        "grads": {"x": numbers(x.grad), **{key: numbers(value.grad) for key, value in weights.items()}},
        "buffersAfter": {key: numbers(value) for key, value in buffers.items()},
    })


def module(name, of, shape, config=None, train=False, offset=0.0):
    of = of.double().train(train)
    with torch.no_grad():
        for weight in of.parameters():
            weight.copy_(random(*weight.shape))
        for key, buffer in of.named_buffers():
            if buffer.ndim:
                buffer.copy_(random(*buffer.shape).abs() if key == "running_var" else random(*buffer.shape))
    kept = {key: value for key, value in of.named_buffers() if value.ndim}
    case(name, type(of).__name__, config or {}, random(*shape) + offset, of, dict(of.named_parameters()), kept, train)


for groups, channels in [(1, 6), (2, 6), (3, 6), (6, 6)]:
    module(f"group norm, {channels} channels in {groups}", nn.GroupNorm(groups, channels), (2, channels, 3, 4), {"num_groups": groups})
module("group norm of sequences", nn.GroupNorm(2, 4), (3, 4, 5), {"num_groups": 2})
module("group norm of vectors", nn.GroupNorm(2, 8), (3, 8), {"num_groups": 2})
module("group norm without weights", nn.GroupNorm(2, 4, eps=1e-3, affine=False), (2, 4, 3, 3), {"num_groups": 2, "eps": 1e-3, "affine": False})
module("instance norm", nn.InstanceNorm2d(3, affine=True), (2, 3, 4, 5), {})

module("layer norm of vectors", nn.LayerNorm(7), (3, 7), {"axes": "last"})
of = nn.LayerNorm(5, eps=1e-6).double()
with torch.no_grad():
    for weight in of.parameters():
        weight.copy_(random(5))
case("layer norm over the channels of maps", "LayerNorm", {"axes": "last", "eps": 1e-6}, random(2, 5, 3, 2),
     lambda x: of(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2), dict(of.named_parameters()))

for train in [True, False]:
    words = "in training" if train else "at inference"
    module(f"batch norm of sequences {words}", nn.BatchNorm1d(3), (4, 3, 5), {}, train)
    module(f"batch norm of vectors {words}", nn.BatchNorm1d(4, momentum=0.3), (5, 4), {"momentum": 0.3}, train)
    module(f"batch norm without weights {words}", nn.BatchNorm2d(3, affine=False), (2, 3, 3, 2), {"affine": False}, train)
    module(f"batch norm without running statistics {words}", nn.BatchNorm2d(3, track_running_stats=False), (2, 3, 3, 2), {"track_running_stats": False}, train)
module("batch norm far from zero", nn.BatchNorm2d(2), (4, 2, 5, 5), {}, True, 100.0)

for size in [1, 2, 5]:
    config = {"size": size, "alpha": 0.7, "beta": 0.75, "k": 1.5}
    module(f"local response norm of sequences over {size}", nn.LocalResponseNorm(**config), (2, 6, 4), config)


def within(x, size, alpha, beta, k):
    """Caffe's WITHIN_CHANNEL: the mean of squares over a window, zeros outside."""
    before, after = size // 2, (size - 1) // 2
    return x / (k + alpha * F.avg_pool2d(F.pad(x * x, (before, after, before, after)), size, 1)) ** beta


for size in [1, 2, 3, 5]:
    config = {"size": size, "alpha": 0.7, "beta": 0.75, "k": 1.0}
    case(f"local response norm within channels over {size}", "within", config, random(2, 2, 5, 4), lambda x: within(x, **config))

module("prelu, one slope", nn.PReLU(), (3, 5), {})
module("prelu of sequences, a slope per channel", nn.PReLU(4), (2, 4, 3), {"num_parameters": 4})
module("rrelu at inference", nn.RReLU(), (2, 3, 4, 4), {})
module("rrelu at inference from 0.1 to 0.5", nn.RReLU(0.1, 0.5), (2, 3), {"lower": 0.1, "upper": 0.5})

ends = [-1e4, -1000.0, -100.0, -21.0, -20.0, -12.0, -6.0, -3.0, -1.5, 0.0, 1.5, 3.0, 6.0, 12.0, 20.0, 21.0, 100.0, 1000.0, 1e4]
for name, run, config in [
    ("Sigmoid", torch.sigmoid, {}), ("Tanh", torch.tanh, {}), ("ReLU", torch.relu, {}), ("ReLU6", F.relu6, {}),
    ("LeakyReLU", lambda x: F.leaky_relu(x, 0.2), {"negative_slope": 0.2}), ("ELU", lambda x: F.elu(x, 0.7), {"alpha": 0.7}), ("SELU", F.selu, {}),
    ("GELU", F.gelu, {"approximate": "none"}), ("GELU", lambda x: F.gelu(x, approximate="tanh"), {"approximate": "tanh"}),
    ("SiLU", F.silu, {}), ("Hardswish", F.hardswish, {}), ("Hardsigmoid", F.hardsigmoid, {}), ("Softplus", F.softplus, {}),
    ("Softsign", F.softsign, {}), ("Mish", F.mish, {}), ("ScaledTanh", lambda x: 1.7159 * torch.tanh(x * 2 / 3), {}),
]:
    case(f"{name} at its ends {json.dumps(config) if config else ''}".strip(), name, config, torch.tensor([ends], dtype=torch.float64), run)
for name, run in [("Softmax", lambda x: torch.softmax(x, 1)), ("LogSoftmax", lambda x: torch.log_softmax(x, 1))]:
    case(f"{name} of large scores", name, {}, torch.tensor([[1e4, 9999.0, -1e4, 0.0], [-1e4, -1e4, -1e4, -9999.0], [0.0, 0.0, 0.0, 0.0]], dtype=torch.float64), run)

doc = {
    "dtype": "computed in float64 from inputs that are exact float32; every number rounded to float32 and printed shortest",
    "layout": "row-major, channels first",
    "kind": "torch.nn class name; 'within' is Caffe's WITHIN_CHANNEL written with avg_pool2d; ScaledTanh is 1.7159 * tanh(2x/3)",
    "gradients": "of sum(output * upstream)",
    "buffers": "before, and after, the forward pass",
    "versions": {"torch": torch.__version__, "numpy": np.__version__},
    "seed": SEED,
}
path = pathlib.Path(__file__).parents[2] / "golden" / "normalisation.json"
path.write_text(json.dumps({"_doc": doc, "cases": cases}, separators=(",", ":")) + "\n")
print(f"{path.name}: {len(cases)} cases, {path.stat().st_size} bytes")
