"""Writes golden/modules.json: digests of every torchvision classifier's state dict and convolutions, and how it normalises and drops.

Run with Debian's python3-torchvision: /usr/bin/python3 tooling/golden/modules.py
"""
import hashlib
import json
from collections import Counter
from pathlib import Path

import torch
import torchvision
from torch import nn
from torchvision.models.efficientnet import EfficientNet, _efficientnet_conf
from torchvision.models.mobilenetv3 import MobileNetV3, _mobilenet_v3_conf

golden = Path(__file__).parents[2] / "golden"
# Values do not matter here, and drawing them takes longer than all the rest.
for name in ("kaiming_normal_", "kaiming_uniform_", "normal_", "uniform_", "xavier_uniform_", "trunc_normal_"):
    setattr(nn.init, name, lambda tensor, *_, **__: tensor)


def digest(lines):
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()[:16]


def join(*values):
    return " ".join(",".join(map(str, value)) if isinstance(value, (tuple, torch.Size)) else str(value) for value in values)


def facts(model, net, **options):
    modules = dict(net.named_modules())
    of = lambda kind: [(path, module) for path, module in modules.items() if isinstance(module, kind)]
    norms = Counter((norm.eps, getattr(norm, "momentum", None)) for _, norm in of((nn.BatchNorm2d, nn.LayerNorm)))
    drops = Counter(drop.p for _, drop in of(nn.Dropout) if drop.p > 0)
    # A block without a shortcut has the module too, and never calls it.
    depth = [module.p for path, module in of(torchvision.ops.StochasticDepth) if getattr(modules[path.rpartition(".")[0]], "use_res_connect", True)]
    return {
        "model": model,
        **({"options": options} if options else {}),
        "state": digest(join(key, value.shape) for key, value in net.state_dict().items() if not key.endswith("num_batches_tracked")),
        "convolutions": digest(join(path, conv.stride, conv.padding, conv.dilation, conv.groups) for path, conv in of(nn.Conv2d)),
        "normalization": sorted([eps, momentum, n] for (eps, momentum), n in norms.items()),
        "dropout": sorted([p, n] for p, n in drops.items()),
        "stochasticDepth": [round(p, 9) for p in depth],
    }


def scaled(width):
    yield facts("mobilenet_v2", torchvision.models.mobilenet_v2(width_mult=width), width=width)
    yield facts("mnasnet1_0", torchvision.models.MNASNet(width), width=width)
    for name in ("mobilenet_v3_large", "mobilenet_v3_small"):
        rows, last = _mobilenet_v3_conf(name, width_mult=width)
        yield facts(name, MobileNetV3(rows, last, norm_layer=lambda c: nn.BatchNorm2d(c, eps=0.001, momentum=0.01)), width=width)
    for depth in (0.35, 1.7):
        rows, last = _efficientnet_conf("efficientnet_b0", width_mult=width, depth_mult=depth)
        yield facts("efficientnet_b0", EfficientNet(rows, 0.2, last_channel=last), width=width, depth=depth)


names = [*json.loads((golden / "models.json").read_text())["models"], "vit_b_16"]
heads = {"googlenet": {"aux_logits": True, "init_weights": False}, "inception_v3": {"aux_logits": True, "init_weights": False}}
cases = [facts(name, getattr(torchvision.models, name)(weights=None, **heads.get(name, {})), **({"auxiliary": True} if name in heads else {})) for name in names]
cases += [case for width in (0.1, 0.35, 0.75, 1.4, 3.0) for case in scaled(width)]
doc = {
    "source": f"torchvision {torchvision.__version__}, torch {torch.__version__}",
    "digests": "the first 16 hexadecimal digits of the SHA-256 of sorted lines, joined by line feeds",
    "state": "`key shape` of the state dict without num_batches_tracked, e.g. `conv1.weight 64,3,7,7`",
    "convolutions": "`path stride padding dilation groups`, e.g. `conv1 2,2 3,3 1,1 1`",
    "normalization": "[epsilon, momentum, how many]; momentum is null where the layer keeps no statistics",
    "dropout": "[rate, how many], rates above 0",
    "stochasticDepth": "rates of the blocks with a shortcut, in order",
}
lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
(golden / "modules.json").write_text(f'{{\n"_doc": {json.dumps(doc)},\n"cases": [\n{lines}\n]\n}}\n')
