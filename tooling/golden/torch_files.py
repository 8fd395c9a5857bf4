"""Writes golden/torch/*.pth, the same small tensors as PyTorch saves them in its new and its old format, and expected.json, what they hold.

Run with Debian's python3-torch: /usr/bin/python3 tooling/golden/torch_files.py
"""
import collections
import json
import pathlib

import torch
from torch import nn

SEED = 20240811
torch.manual_seed(SEED)
folder = pathlib.Path(__file__).parents[2] / "golden" / "torch"
folder.mkdir(exist_ok=True)

net = nn.Sequential(collections.OrderedDict([
    ("conv", nn.Conv2d(3, 3, (3, 2))), ("bn", nn.BatchNorm2d(3)), ("relu", nn.ReLU()), ("flatten", nn.Flatten()), ("fc", nn.Linear(18, 4)),
]))
net(torch.randn(5, 3, 4, 4))
picture = torch.randint(0, 256, (4, 4, 3), dtype=torch.uint8)
scores = net.eval()(picture.permute(2, 0, 1)[None] / 255)[0]

base = torch.arange(24, dtype=torch.float32) / 8
tensors = collections.OrderedDict([
    ("float32", torch.randn(2, 3)),
    ("float64", torch.randn(3, dtype=torch.float64)),
    ("half", torch.tensor([1.5, -2.0, 2.0 ** -24, 65504.0, float("inf")], dtype=torch.float16)),
    ("bfloat16", torch.tensor([1.0, -3.0, 3.389e38], dtype=torch.bfloat16)),
    ("int64", torch.tensor([[-1, 2 ** 31 - 1], [0, -2 ** 31]])),
    ("int32", torch.tensor([7, -8], dtype=torch.int32)),
    ("int16", torch.tensor([300, -300], dtype=torch.int16)),
    ("int8", torch.tensor([127, -128], dtype=torch.int8)),
    ("uint8", torch.tensor([0, 255], dtype=torch.uint8)),
    ("bool", torch.tensor([True, False])),
    ("scalar", torch.tensor(2.5)),
    ("empty", torch.empty(0, 3)),
    ("transposed", base.reshape(4, 6).t()),
    ("every_other", base[1::2]),
    ("window", base.reshape(2, 3, 4)[:, 1:, ::3]),
    ("expanded", torch.tensor([[1.0], [2.0]]).expand(2, 3)),
    ("channels_last", torch.randn(1, 2, 2, 3).contiguous(memory_format=torch.channels_last)),
    ("parameter", nn.Parameter(torch.randn(2))),
])


def numbers(x):
    flat = x.detach().flatten().double().tolist()
    return {"shape": list(x.shape), "data": [v if abs(v) != float("inf") else str(v) for v in flat]}


def save(name, value, **options):
    torch.save(value, folder / name, **options)


legacy = {"_use_new_zipfile_serialization": False}
save("tensors.pth", tensors)
save("tensors_legacy.pth", tensors, **legacy)
save("tensors_protocol4.pth", tensors, pickle_protocol=4)
save("net.pth", net.state_dict())
save("net_legacy.pth", net.state_dict(), **legacy)
optimizer = torch.optim.Adam(net.parameters())
checkpoint = {"epoch": 3, "state_dict": {f"module.{key}": value for key, value in net.state_dict().items()}, "optimizer": optimizer.state_dict(), "best": 0.75, "note": None, "sizes": torch.Size([4, 4]), "dtype": torch.float32, "device": torch.device("cpu")}
save("checkpoint.pth", checkpoint)
save("checkpoint_legacy.pth", checkpoint, **legacy)
save("whole_net.pth", net)


class Attack:
    def __reduce__(self):
        import os
        return os.system, ("true",)


save("attack.pth", {"weight": torch.zeros(1), "attack": Attack()})
save("attack_legacy.pth", {"weight": torch.zeros(1), "attack": Attack()}, **legacy)

doc = {
    "tensors": "what tensors*.pth hold, every number as float64, infinities as words",
    "net": "what net*.pth hold, and checkpoint*.pth under state_dict with `module.` before each key",
    "picture": "bytes [height, width, 3], and the net's scores of it at inference, divided by 255",
    "refused": "whole_net.pth holds a module and attack*.pth a call of os.system(\"true\"): neither may be loaded",
    "versions": {"torch": torch.__version__}, "seed": SEED,
}
text = json.dumps({"_doc": doc, "tensors": {k: numbers(v) for k, v in tensors.items()}, "net": {k: numbers(v) for k, v in net.state_dict().items()}, "picture": numbers(picture), "scores": numbers(scores)}, separators=(",", ":"))
(folder / "expected.json").write_text(text + "\n")
print(sum(f.stat().st_size for f in folder.iterdir()), "bytes")
