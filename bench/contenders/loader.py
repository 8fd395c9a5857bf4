"""Batches by torchvision's transforms in a DataLoader, by the runner's protocol (../protocol.mjs). Arguments: a folder of JPEGs, "" for images of noise in memory; the images of an epoch; worker processes."""
import json
import os
import sys
import time

import numpy
import torch
import torchvision
from PIL import Image
from torchvision import transforms

folder, count, workers = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])


class Files(torch.utils.data.Dataset):
    change = transforms.Compose([transforms.RandomResizedCrop(224), transforms.RandomHorizontalFlip(), transforms.ToTensor()])

    def __len__(self):
        return count

    def __getitem__(self, i):
        with open(os.path.join(folder, f"{i}.jpg"), "rb") as file:
            return self.change(Image.open(file).convert("RGB")), i % 10


class Memory(torch.utils.data.Dataset):
    change = transforms.Compose([transforms.RandomCrop(32, padding=4), transforms.RandomHorizontalFlip(), transforms.ToTensor()])
    images = numpy.random.default_rng(1).integers(0, 256, (count, 32, 32, 3), dtype=numpy.uint8)

    def __len__(self):
        return count

    def __getitem__(self, i):
        return self.change(Image.fromarray(self.images[i])), i % 10


loader = torch.utils.data.DataLoader(Memory() if folder == "" else Files(), batch_size=64, shuffle=True, num_workers=workers, persistent_workers=workers > 0)
answers = os.fdopen(3, "w")
for line in sys.stdin:
    if "version" in json.loads(line):
        answer = {"version": f"{torchvision.__version__}, Pillow {Image.__version__}"}
    else:
        start = time.perf_counter()
        seen = sum(len(images) for images, _ in loader)
        answer = {"ran": {"steps": seen, "ms": 1000 * (time.perf_counter() - start)}}
    answers.write(json.dumps(answer) + "\n")
    answers.flush()
