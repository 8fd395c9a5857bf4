"""Writes golden/augment/geometry.json: small pictures resized, cut, padded, turned, sheared and bent by others.

Run with Debian's python3-torchvision and python3-skimage: /usr/bin/python3 tooling/golden/augment_geometry.py
"""
import base64
import json
import pathlib

import numpy as np
import PIL
import skimage
import skimage.transform
import torch
import torchvision
import torchvision.transforms.functional as F
from PIL import Image
from torchvision.transforms import InterpolationMode
from torchvision.transforms.functional import _get_perspective_coeffs

folder = pathlib.Path(__file__).parents[2] / "golden" / "augment"
folder.mkdir(exist_ok=True)


def packed(array):
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()


def rows_first(tensor):
    """[C, H, W] as [H, W, C]: bytes stay bytes, floats become float32."""
    array = tensor.detach().numpy().transpose(1, 2, 0)
    return array if array.dtype == np.uint8 else array.astype(np.float32)


def kept(array):
    array = np.asarray(array)
    array = array if array.ndim == 3 else array[..., None]
    return {"shape": array.shape, "kind": "bytes" if array.dtype == np.uint8 else "floats", "pixels": packed(array)}


rng = np.random.default_rng(20261122)
pictures = {
    "rgb": rng.integers(0, 256, (13, 17, 3), dtype=np.uint8),
    "grey": rng.integers(0, 256, (24, 20, 1), dtype=np.uint8),
    "floats": rng.random((9, 12, 2)).astype(np.float32),
}
tensors = {name: torch.from_numpy(picture.transpose(2, 0, 1).copy()) for name, picture in pictures.items()}
pil = {"rgb": Image.fromarray(pictures["rgb"]), "grey": Image.fromarray(pictures["grey"][..., 0])}
ones = torch.ones((1, 9, 12))

resizes = []
for name in ["rgb", "grey"]:
    for size in [[7, 9], [31, 26], [40, 6], [5], [24]]:
        for interpolation in ["nearest", "bilinear", "bicubic"]:
            result = F.resize(pil[name], size, InterpolationMode(interpolation))
            resizes.append({"picture": name, "by": "Pillow", "size": size, "interpolation": interpolation, "antialias": True, "result": kept(result)})
for name, antialias in [("rgb", False), ("floats", False), ("floats", True)]:
    for size in [[5, 7], [21, 30], [20, 4]]:
        for interpolation in ["bilinear", "bicubic"]:
            result = F.resize(tensors[name], size, InterpolationMode(interpolation), antialias=antialias)
            resizes.append({"picture": name, "by": "PyTorch", "size": size, "interpolation": interpolation, "antialias": antialias, "result": kept(rows_first(result))})

affines = []
for degrees, translate, scale, shear in [(17.3, (0, 0), 1, (0, 0)), (-100.9, (2, -3), 0.7, (0, 0)), (0, (0, 0), 1, (11.2, 0)), (0, (0, 0), 1, (0, -23.4)), (33.1, (-1, 4), 1.6, (8.7, -5.1))]:
    for name in ["rgb", "floats"]:
        for interpolation in ["nearest", "bilinear"]:
            # torchvision's angles are clockwise here, but not in its rotate.
            result = F.affine(tensors[name], -degrees, translate, scale, shear, InterpolationMode(interpolation))
            affines.append({"picture": name, "degrees": degrees, "translate": translate, "scale": scale, "shear": shear, "interpolation": interpolation, "result": kept(rows_first(result))})
rotations = []
for degrees in [12.7, -64.2]:
    result = F.rotate(tensors["rgb"], degrees, InterpolationMode.NEAREST, fill=[10, 20, 30])
    rotations.append({"picture": "rgb", "degrees": degrees, "fill": [10, 20, 30], "result": kept(rows_first(result))})
coverage = {"degrees": 40.3, "ones": kept(rows_first(F.rotate(ones, 40.3, InterpolationMode.BILINEAR)))}
coverage["floats"] = kept(rows_first(F.rotate(tensors["floats"], 40.3, InterpolationMode.BILINEAR)))

perspectives = []
for name in ["rgb", "floats"]:
    height, width, _ = pictures[name].shape
    start = [[0, 0], [width, 0], [width, height], [0, height]]
    for end in [[[2.3, 1.1], [width - 1.2, 2.9], [width - 3.4, height - 2.1], [0.7, height - 0.9]], [[0, 3.3], [width - 4.1, 0], [width, height], [3.2, height - 3.7]]]:
        for interpolation in ["nearest", "bilinear"]:
            result = F.perspective(tensors[name], start, end, InterpolationMode(interpolation))
            perspectives.append({"picture": name, "corners": end, "back": _get_perspective_coeffs(start, end), "interpolation": interpolation, "result": kept(rows_first(result))})

elastics = []
for name, alpha, sigma in [("rgb", 60.0, 1.3), ("floats", 40.0, 0.9)]:
    height, width, _ = pictures[name].shape
    noise = torch.from_numpy(rng.uniform(-1, 1, (2, height, width)).astype(np.float32))
    reach = int(8 * sigma + 1) // 2
    smooth = F.gaussian_blur(noise, [2 * reach + 1] * 2, [sigma] * 2)
    # In torchvision's units a side is 2 long; here one half pixel counts the same in both directions.
    grid = (smooth * alpha / torch.tensor([width, height])[:, None, None]).permute(1, 2, 0)[None]
    for interpolation in ["nearest", "bilinear"]:
        result = F.elastic_transform(tensors[name], grid, InterpolationMode(interpolation))
        elastics.append({"picture": name, "alpha": alpha, "sigma": sigma, "noise": packed(rows_first(noise)), "interpolation": interpolation, "result": kept(rows_first(result))})

crops = []
for name in ["rgb", "floats"]:
    for top, left, height, width in [(2, 3, 5, 6), (-2, -3, 6, 8), (6, 9, 9, 11), (-4, 5, 30, 4)]:
        crops.append({"picture": name, "top": top, "left": left, "size": [height, width], "result": kept(rows_first(F.crop(tensors[name], top, left, height, width)))})
    for mode in ["constant", "edge", "reflect"]:
        for padding in [[3], [4, 2], [1, 5, 6, 3]]:
            result = F.pad(tensors[name], padding, padding_mode=mode, **({"fill": 0.25 if name == "floats" else 51} if mode == "constant" else {}))
            crops.append({"picture": name, "padding": padding, "border": mode, "result": kept(rows_first(result))})
    for size in [[4, 5], [7, 8], [10, 25], [30, 3], [23, 28]]:
        crops.append({"picture": name, "center": size, "result": kept(rows_first(F.center_crop(tensors[name], size)))})

# scikit-image's maps go from the new picture to the old one and count from the centre of the first pixel.
half = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])
warps = []
for back in [[[0.8137, 0.3071, -2.1113], [-0.2539, 1.1071, 1.7177], [0, 0, 1]], [[1.9071, -0.4133, -3.3191], [0.6121, 1.4079, -6.2237], [0.0113, -0.0071, 1]]]:
    matrix = half @ np.array(back) @ np.linalg.inv(half)
    for mode in ["constant", "edge", "reflect", "wrap"]:
        for order, interpolation in enumerate(["nearest", "bilinear", None, "bicubic"]):
            if interpolation is None:
                continue
            picture = pictures["floats"].astype(np.float64)
            result = skimage.transform.warp(picture, skimage.transform.ProjectiveTransform(np.array(back)), order=order, mode=mode, cval=0.6, clip=False)
            warps.append({"picture": "floats", "back": matrix.flatten().tolist(), "border": mode, "interpolation": interpolation, "result": kept(result.astype(np.float32))})

doc = {
    "pictures": "shape [H, W, C], kind (bytes of 0 … 255, or float32 of 0 … 1) and the numbers as base64; so are all results",
    "resizes": "functional.resize on Pillow's images, or on tensors; a size of one number is that of the shorter side",
    "affines": "functional.affine on tensors without fill: degrees counter-clockwise (torchvision's sign turned), translate in pixels, shear in degrees",
    "rotations": "functional.rotate on tensors, nearest pixels, with a fill",
    "coverage": "functional.rotate, bilinear, of the floats and of a picture of ones: how much of each pixel the picture covers",
    "perspectives": "functional.perspective on tensors, the corners moved to `corners` (left upper, right upper, right lower, left lower); back: torchvision's eight coefficients, from the new to the old picture",
    "elastics": "functional.elastic_transform of noise between -1 and 1, [H, W, 2] (right, down), smoothed by functional.gaussian_blur, times alpha half pixels",
    "crops": "functional.crop, pad (left, top, right, bottom; constant: level 51 of 255 and 0.25 of 1) and center_crop on tensors",
    "warps": "skimage.transform.warp (cubic: a = -1/2), constant level 0.6; back: 3x3, from the new to the old picture, corner of the first pixel at 0",
    "versions": {"torch": torch.__version__, "torchvision": torchvision.__version__, "pillow": PIL.__version__, "scikit-image": skimage.__version__},
}
result = {
    "_doc": doc,
    "pictures": {name: kept(picture) for name, picture in pictures.items()},
    "resizes": resizes,
    "affines": affines,
    "rotations": rotations,
    "coverage": coverage,
    "perspectives": perspectives,
    "elastics": elastics,
    "crops": crops,
    "warps": warps,
}
path = folder / "geometry.json"
path.write_text(json.dumps(result, separators=(",", ":")) + "\n")
print(path.name, path.stat().st_size, "bytes")
