"""Writes golden/augment/policies.json: the magnitudes of torchvision's automatic augmentations, AutoAugment's policies, and one small picture after each of their operations.

Run with Debian's python3-torchvision: /usr/bin/python3 tooling/golden/augment_policies.py
"""
import base64
import json
import pathlib

import numpy as np
import torch
import torchvision
from torchvision.transforms import InterpolationMode
from torchvision.transforms.autoaugment import AugMix, AutoAugment, AutoAugmentPolicy, RandAugment, TrivialAugmentWide, _apply_op

folder = pathlib.Path(__file__).parents[2] / "golden" / "augment"
folder.mkdir(exist_ok=True)


def packed(tensor):
    return base64.b64encode(np.ascontiguousarray(tensor.numpy().transpose(1, 2, 0)).tobytes()).decode()


def table(space):
    return {name: {"magnitudes": magnitudes.flatten().tolist() if magnitudes.ndim > 0 else [], "signed": signed} for name, (magnitudes, signed) in space.items()}


spaces = []
for size in [(32, 32), (12, 16), (224, 331)]:
    for bins in [31, 10]:
        spaces.append({"policy": "randAugment", "size": size, "bins": bins, "space": table(RandAugment()._augmentation_space(bins, size))})
    spaces.append({"policy": "autoAugment", "size": size, "bins": 10, "space": table(AutoAugment()._augmentation_space(10, size))})
    spaces.append({"policy": "augMix", "size": size, "bins": 10, "space": table(AugMix()._augmentation_space(10, size))})
for bins in [31, 9]:
    spaces.append({"policy": "trivialAugment", "size": (32, 32), "bins": bins, "space": table(TrivialAugmentWide()._augmentation_space(bins))})

policies = {policy.value: AutoAugment(policy).policies for policy in AutoAugmentPolicy}

# Colours that go over all of the range, with some noise; a grey row, a black and a white pixel.
rng = np.random.default_rng(20261121)
height, width = 12, 16
pixels = np.clip(np.stack([np.linspace(20, 230, height)[:, None] + np.zeros((1, width)), np.linspace(240, 10, width)[None] + np.zeros((height, 1)), rng.uniform(0, 255, (height, width))]) + rng.normal(0, 15, (3, height, width)), 0, 255).astype(np.uint8)
pixels[:, 5] = pixels[:1, 5]
pixels[:, 0, 0], pixels[:, 11, 15] = 0, 255
colour = torch.from_numpy(pixels)
grey = colour[1:2].contiguous()

moves = {"ShearX": [0.1, 0.99], "ShearY": [0.3, 0.66], "TranslateX": [3.9, 7.25], "TranslateY": [1.0, 5.5], "Rotate": [9.0, 112.5]}
colours = {"Brightness": [0.27, 0.9], "Color": [0.27, 0.99], "Contrast": [0.27, 0.9], "Sharpness": [0.3, 0.9]}
plain = {"Posterize": [8.0, 6.0, 4.0, 2.0], "Solarize": [255.0, 178.5, 0.0], "AutoContrast": [0.0], "Equalize": [0.0], "Invert": [0.0], "Identity": [0.0]}
cases = []


def case(picture, name, magnitude, interpolation="nearest", fill=None):
    image = colour if picture == "colour" else grey
    result = _apply_op(image, name, magnitude, InterpolationMode(interpolation), fill)
    cases.append({"picture": picture, "name": name, "magnitude": magnitude, "interpolation": interpolation, "fill": fill, "pixels": packed(result)})


for name, magnitudes in moves.items():
    for magnitude in magnitudes:
        for sign in [1, -1]:
            for interpolation in ["nearest", "bilinear"]:
                case("colour", name, sign * magnitude, interpolation)
    case("colour", name, magnitudes[0], "nearest", [128.0, 64.0, 200.0])
    case("grey", name, magnitudes[0])
for name, magnitudes in colours.items():
    for magnitude in magnitudes:
        for sign in [1, -1]:
            case("colour", name, sign * magnitude)
    case("grey", name, magnitudes[0])
for name, magnitudes in plain.items():
    for magnitude in magnitudes:
        case("colour", name, magnitude)
    case("grey", name, magnitudes[-1])

result = {
    "_doc": {
        "spaces": "what torchvision's _augmentation_space gives for a size [height, width] and a number of bins: the magnitudes of each operation (none: it has no magnitude) and whether its sign is drawn",
        "policies": "AutoAugment's: pairs of (operation, probability, which of 10 magnitudes)",
        "pictures": "bytes [height, width, channels] in base64",
        "cases": "a picture after torchvision's _apply_op on a uint8 tensor; fill is that of the border, none: black",
        "versions": {"torchvision": torchvision.__version__, "torch": torch.__version__},
    },
    "spaces": spaces,
    "policies": policies,
    "pictures": {"colour": {"shape": [height, width, 3], "pixels": packed(colour)}, "grey": {"shape": [height, width, 1], "pixels": packed(grey)}},
    "cases": cases,
}
path = folder / "policies.json"
path.write_text(json.dumps(result, separators=(",", ":")) + "\n")
print(path.name, path.stat().st_size, "bytes", len(cases), "cases")
