"""Writes golden/published.json: the weights that torchvision publishes for ImageNet-1K, with their preprocessing and accuracy.

Run with Debian's python3-torchvision: /usr/bin/python3 tooling/golden/published.py
"""
import json
import math
import pathlib

import torchvision
from torchvision.models import get_model_weights, list_models

rows = []
for model in list_models(module=torchvision.models):
    known = get_model_weights(model)
    for weights in known:
        metrics = weights.meta["_metrics"]["ImageNet-1K"]
        if math.isnan(metrics["acc@1"]):
            continue
        preset = weights.transforms()
        rows.append({
            "model": model, "version": weights.name, "default": weights is known.DEFAULT, "url": weights.url,
            "top1": metrics["acc@1"], "top5": metrics["acc@5"], "crop": preset.crop_size[0], "resize": preset.resize_size[0],
            "interpolation": preset.interpolation.value, "mean": preset.mean, "std": preset.std,
        })
doc = {
    "source": f"torchvision {torchvision.__version__}, its table of weights; those without an accuracy are left out",
    "resize": "pixels of the shorter side before the crop, which is square and in the middle",
    "classes": "of ImageNet-1K, as the models' outputs are ordered",
    "top1, top5": "percent of ImageNet-1K's validation images, one crop",
}
path = pathlib.Path(__file__).parents[2] / "golden" / "published.json"
path.write_text(json.dumps({"_doc": doc, "classes": get_model_weights("resnet50").DEFAULT.meta["categories"], "rows": rows}, separators=(",", ":")) + "\n")
print(f"{path.name}: {len(rows)} rows, {path.stat().st_size} bytes")
