"""Writes golden/cover.json: pictures that Pillow scales until they just cover a size and cuts around the middle.

Run with Debian's python3-pil: /usr/bin/python3 tooling/golden/cover.py
"""
import base64
import json
import math
import pathlib

import numpy as np
import PIL
from PIL import Image

rng = np.random.default_rng(20261121)


def packed(array):
    return base64.b64encode(np.ascontiguousarray(array, dtype=np.uint8).tobytes()).decode()


cases = []
for height, width, tall, wide, channels in [(37, 53, 16, 16, 3), (41, 18, 12, 20, 3), (9, 7, 20, 15, 1), (32, 32, 28, 28, 3), (60, 80, 60, 45, 1), (5, 40, 3, 3, 3)]:
    before = rng.integers(0, 256, (height, width, channels), dtype=np.uint8)
    picture = Image.fromarray(before if channels == 3 else before[:, :, 0])
    scale = max(tall / height, wide / width)
    rows, columns = max(tall, math.floor(height * scale + 0.5)), max(wide, math.floor(width * scale + 0.5))
    top, left = (rows - tall) // 2, (columns - wide) // 2
    after = picture.resize((columns, rows), Image.Resampling.BILINEAR).crop((left, top, left + wide, top + tall))
    cases.append({"before": [height, width, channels], "pixels": packed(before), "after": [tall, wide, channels], "covered": packed(np.asarray(after))})

doc = {"cases": "pictures of noise as base64 of bytes [height, width, channels], before and after", "versions": {"pillow": PIL.__version__}}
path = pathlib.Path(__file__).parents[2] / "golden" / "cover.json"
path.write_text(json.dumps({"_doc": doc, "cases": cases}, separators=(",", ":")) + "\n")
print(path.name, path.stat().st_size, "bytes")
