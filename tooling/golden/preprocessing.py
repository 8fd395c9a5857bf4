"""Writes golden/preprocessing.json and golden/cat.jpg: pictures as torchvision prepares them for its models.

Run with Debian's python3-torchvision, where python3-skimage has put its samples: /usr/bin/python3 tooling/golden/preprocessing.py chelsea.png
"""
import base64
import io
import json
import pathlib
import sys

import numpy as np
import PIL
import torchvision
from PIL import Image
from torchvision.transforms import InterpolationMode
from torchvision.transforms._presets import ImageClassification

folder = pathlib.Path(__file__).parents[2] / "golden"
cat = Image.open(sys.argv[1]).convert("RGB")
cat.save(folder / "cat.jpg", quality=90)
jpeg = Image.open(folder / "cat.jpg").convert("RGB")

rng = np.random.default_rng(20240812)
noise = Image.fromarray(rng.integers(0, 256, (37, 53, 3), dtype=np.uint8))
tall = Image.fromarray(rng.integers(0, 256, (41, 18, 3), dtype=np.uint8))


def packed(array):
    return base64.b64encode(np.ascontiguousarray(array, dtype=np.uint8).tobytes()).decode()


cases = []
for name, image in [("noise", noise), ("tall", tall), ("cat.jpg", jpeg)]:
    for interpolation, resize, crop in [("bilinear", 32, 28), ("bicubic", 32, 28), ("bilinear", 23, 20), ("bicubic", 60, 41), ("bilinear", 100, 37)]:
        preset = ImageClassification(crop_size=crop, resize_size=resize, interpolation=InterpolationMode(interpolation), mean=(0, 0, 0), std=(1, 1, 1))
        pixels = np.rint(preset(image).numpy().transpose(1, 2, 0) * 255)
        cases.append({"picture": name, "interpolation": interpolation, "resize": resize, "crop": crop, "pixels": packed(pixels)})

preset = ImageClassification(crop_size=224)
normalised = preset(jpeg).numpy().transpose(1, 2, 0)
doc = {
    "cases": "the picture resized and cut by torchvision on Pillow, before the mean is subtracted, as base64 of bytes [height, width, 3]",
    "pictures": "noise and tall as base64 of bytes; cat.jpg lies beside this file and is decoded by each side's own decoder",
    "normalised": "the mean and the standard deviation of cat.jpg as a model takes it (224 of 256, bilinear), for red, green and blue, and some values [y, x, channel, value]",
    "versions": {"torchvision": torchvision.__version__, "pillow": PIL.__version__},
    "licence": "cat.jpg is Chelsea by Stefan van der Walt (CC0), from scikit-image's samples, compressed anew",
}
places = [(0, 0, 0), (0, 0, 2), (111, 112, 0), (111, 112, 1), (111, 112, 2), (223, 223, 1), (50, 180, 2)]
result = {
    "_doc": doc,
    "pictures": {"noise": {"shape": [37, 53, 3], "pixels": packed(noise)}, "tall": {"shape": [41, 18, 3], "pixels": packed(tall)}},
    "cases": cases,
    "normalised": {"mean": normalised.mean((0, 1)).tolist(), "std": normalised.std((0, 1)).tolist(), "values": [[*p, float(normalised[p])] for p in places]},
}
path = folder / "preprocessing.json"
path.write_text(json.dumps(result, separators=(",", ":")) + "\n")
print(path.name, path.stat().st_size, "bytes; cat.jpg", (folder / "cat.jpg").stat().st_size)
