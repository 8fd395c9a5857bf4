"""Writes golden/augment/colour.json: a small picture after the colour operations of torchvision, and after Pillow's JPEG.

Run with Debian's python3-torchvision and python3-pil: /usr/bin/python3 tooling/golden/augment_colour.py
"""
import base64
import io
import json
import pathlib

import numpy as np
import PIL
import PIL.features
import torch
import torchvision
from PIL import Image
from torchvision.transforms import functional as F

torch.set_num_threads(1)
HEIGHT, WIDTH = 20, 24


def picture():
    """Blobs of soft colour, then a stripe of colours that are borderline cases, and some noise."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    soft = np.stack([128 + 110 * np.sin(x / 5 + 1), 120 + 100 * np.cos(y / 4 - x / 9), 60 + 8 * (x % 12) + 4 * y], -1)
    pixels = np.clip(np.rint(soft), 0, 255).astype(np.uint8)
    corners = [(r, g, b) for r in (0, 128, 255) for g in (0, 128, 255) for b in (0, 128, 255)][: WIDTH + 3]
    pixels[4, :] = corners[:WIDTH]
    pixels[5, :3] = corners[WIDTH:]
    pixels[6, :] = (np.arange(WIDTH) * 11)[:, None]
    pixels[12:16] = np.random.default_rng(20261121).integers(0, 256, (4, WIDTH, 3), dtype=np.uint8)
    return pixels


def packed(tensor):
    """A tensor [C, H, W] as base64 of its numbers [H, W, C], bytes or float32."""
    array = tensor.numpy().transpose(1, 2, 0)
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()


colour = torch.from_numpy(picture().transpose(2, 0, 1).copy())
# A corner of the picture as floats: they take four times the room.
corner = colour[:, 2:14, 0:10].to(torch.float32) / 255
grey = colour[1:2, :, :]

operations = [
    *[({"kind": "brightness", "factor": f}, lambda t, f=f: F.adjust_brightness(t, f)) for f in (0, 0.37, 1, 1.4)],
    *[({"kind": "contrast", "factor": f}, lambda t, f=f: F.adjust_contrast(t, f)) for f in (0, 0.37, 1, 1.4)],
    *[({"kind": "saturation", "factor": f}, lambda t, f=f: F.adjust_saturation(t, f)) for f in (0, 0.37, 1, 1.4)],
    *[({"kind": "hue", "shift": h}, lambda t, h=h: F.adjust_hue(t, h)) for h in (-0.5, -0.13, 0, 0.1, 0.5)],
    *[({"kind": "gamma", "gamma": g, "gain": a}, lambda t, g=g, a=a: F.adjust_gamma(t, g, a)) for g, a in ((0.45, 1), (1, 1), (2.2, 1.1))],
    *[({"kind": "grayscale", "channels": c}, lambda t, c=c: F.rgb_to_grayscale(t, c)) for c in (1, 3)],
    *[({"kind": "solarize", "threshold": s}, lambda t, s=s: F.solarize(t, s if t.dtype == torch.uint8 else s / 255)) for s in (0, 128, 255)],
    *[({"kind": "posterize", "bits": b}, lambda t, b=b: F.posterize(t, b)) for b in (1, 3, 8)],
    ({"kind": "equalize"}, F.equalize),
    ({"kind": "autocontrast"}, F.autocontrast),
    ({"kind": "invert"}, F.invert),
    *[({"kind": "sharpness", "factor": f}, lambda t, f=f: F.adjust_sharpness(t, f)) for f in (0, 0.5, 2.5)],
    *[
        ({"kind": "blur", "kernelSize": k, "sigma": s}, lambda t, k=k, s=s: F.gaussian_blur(t, k[::-1], s[::-1]))
        for k, s in (([3, 3], [0.5, 0.5]), ([5, 9], [1, 2.5]))
    ],
    ({"kind": "normalize", "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]}, lambda t: F.normalize(t, [0.485, 0.456, 0.406], [0.229, 0.224, 0.225])),
]
ONLY_BYTES = ("posterize", "equalize")

cases = []
for operation, run in operations:
    case = {"operation": operation}
    if operation["kind"] != "normalize":
        case["colour"] = packed(run(colour))
    if operation["kind"] != "normalize" and not (operation["kind"] == "grayscale" and operation["channels"] == 3):
        case["grey"] = packed(run(grey))
    if operation["kind"] not in ONLY_BYTES:
        case["floats"] = packed(run(corner))
    cases.append(case)

# Smooth enough that a JPEG resembles it, and no multiple of 16 in size.
y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
smooth = np.stack([40 + 8 * x, 230 - 9 * y, 128 + 90 * np.sin((x + y) / 6)], -1).astype(np.uint8)
jpegs = []
for name, array in [("colour", picture()), ("smooth", smooth), ("grey", smooth[..., 2])]:
    for quality in (10, 30, 50, 75, 95):
        for subsampling in (("4:4:4",) if name == "grey" else ("4:4:4", "4:2:0")):
            file = io.BytesIO()
            Image.fromarray(array).save(file, "JPEG", quality=quality, **({} if name == "grey" else {"subsampling": subsampling}))
            opened = np.asarray(Image.open(file)).reshape(HEIGHT, WIDTH, -1)
            jpegs.append({"picture": name, "quality": quality, "subsampling": subsampling, "pixels": base64.b64encode(opened.tobytes()).decode()})

pixels = corner.numpy().astype(np.float64).reshape(3, -1)
values, vectors = np.linalg.eigh(np.cov(pixels, bias=True))
doc = {
    "cases": "each operation of torchvision on tensors: of colour and grey as base64 of bytes [height, width, channels], of floats as base64 of little-endian float32",
    "pictures": "base64 of bytes [20, 24, channels]; floats is colour[2:14, 0:10] over 255; grey is the green of colour, and in jpegs the blue of smooth",
    "jpegs": "saved by Pillow with this quality and subsampling, and opened again with its defaults (fancy upsampling)",
    "principal": "numpy.linalg.eigh of the covariance of floats, largest value first; a vector is as good as its negative",
    "versions": {"torch": torch.__version__, "torchvision": torchvision.__version__, "pillow": PIL.__version__, "libjpeg-turbo": PIL.features.version("libjpeg_turbo"), "numpy": np.__version__},
}
result = {
    "_doc": doc,
    "pictures": {"colour": packed(colour), "grey": packed(grey), "floats": packed(corner), "smooth": base64.b64encode(smooth.tobytes()).decode()},
    "cases": cases,
    "jpegs": jpegs,
    "principal": {"values": values[::-1].tolist(), "vectors": vectors[:, ::-1].T.tolist()},
}
path = pathlib.Path(__file__).parents[2] / "golden" / "augment" / "colour.json"
path.write_text(json.dumps(result, separators=(",", ":")) + "\n")
print(path.name, path.stat().st_size, "bytes,", len(cases), "operations,", len(jpegs), "JPEGs")
