"""One epoch in PyTorch as `convscope train` does it: Adam at a rate of 0.001 that falls to 0 along a cosine, batches of 64, a tenth of the training set left out. Arguments: a folder written by `convscope export pytorch`, the folder of the data set's IDX files, threads."""

import gzip
import json
import math
import os
import struct
import sys
import time

import torch

folder, data, threads = sys.argv[1:]
sys.path.insert(0, folder)
import model as exported  # noqa: E402


def read(name):
    """The array of an IDX file: https://yann.lecun.com/exdb/mnist."""
    with gzip.open(os.path.join(data, name + ".gz")) as file:
        content = file.read()
    rank = content[3]
    shape = struct.unpack(f">{rank}I", content[4:4 + 4 * rank])
    return torch.frombuffer(bytearray(content[4 + 4 * rank:]), dtype=torch.uint8).reshape(shape)


torch.set_num_threads(int(threads))
torch.manual_seed(1)
images, labels = read("train-images-idx3-ubyte"), read("train-labels-idx1-ubyte").long()
test_images, test_labels = read("t10k-images-idx3-ubyte"), read("t10k-labels-idx1-ubyte").long()
net = exported.load(os.path.join(folder, "weights.safetensors")).train()
optimizer = torch.optim.Adam(net.parameters(), lr=0.001)
loss_of = torch.nn.CrossEntropyLoss()
order = torch.randperm(len(images))[: len(images) * 9 // 10]
batches = order.split(64)
start = time.perf_counter()
for i, batch in enumerate(batches):
    for group in optimizer.param_groups:
        group["lr"] = 0.0005 * (1 + math.cos(math.pi * i / len(batches)))
    optimizer.zero_grad()
    loss = loss_of(net(images[batch].unsqueeze(1).float() / 255), labels[batch])
    loss.backward()
    optimizer.step()
    loss.item()
seconds = time.perf_counter() - start
net.eval()
with torch.no_grad():
    right = sum((net(x.unsqueeze(1).float() / 255).argmax(1) == y).sum().item() for x, y in zip(test_images.split(256), test_labels.split(256)))
print(json.dumps({"seconds": seconds, "imagesPerSecond": len(order) / seconds, "accuracy": right / len(test_images)}))
