"""Writes golden/tasks.json: outputs of nets that do something else than classify pictures, with weights by the hash of hashmodels.json.

Run with Debian's python3-torchvision: /usr/bin/python3 tooling/golden/tasks.py
"""
import json

import numpy as np
import torch
import torch.nn.functional as F
import torchvision
from torchvision.ops import roi_pool

from hashed import GOLDEN, hashed

SEED, GAIN, DENSE = 1, 2, 64


def weight(key, *shape, width=0.1):
    u = hashed(key, SEED, int(np.prod(shape)))
    values = (2 * u - 1) * (np.sqrt(3 * GAIN / np.prod(shape[1:])) if len(shape) > 1 else width)
    return torch.from_numpy(values.astype(np.float32).reshape(shape)).double()


def picture(channels, height, width):
    fine = hashed("input", SEED, channels * height * width).reshape(channels, height, width)
    rows, columns = -(-height // 8), -(-width // 8)
    block = hashed("input.blocks", SEED, channels * rows * columns).reshape(channels, rows, columns)
    block = block.repeat(8, axis=1).repeat(8, axis=2)[:, :height, :width]
    return torch.from_numpy((2 * (2 * block - 1) + 0.5 * (2 * fine - 1)).astype(np.float32)).double()[None]


def tokens(length, vocabulary):
    return torch.from_numpy(np.floor(hashed("words", SEED, length) * vocabulary).astype(np.int64))[None]


def conv(x, key, filters, size, bias=True, **options):
    return F.conv2d(x, weight(f"{key}.weight", filters, x.shape[1], size, size), weight(f"{key}.bias", filters) if bias else None, **options)


def spread(x, key, filters, size, bias=True, **options):
    return F.conv_transpose2d(x, weight(f"{key}.weight", x.shape[1], filters, size, size), weight(f"{key}.bias", filters) if bias else None, **options)


def linear(x, key, units):
    return F.linear(x, weight(f"{key}.weight", units, x.shape[-1]), weight(f"{key}.bias", units))


def normalised(x, key):
    n = x.shape[1]
    ranged = lambda name: torch.from_numpy((0.5 + hashed(f"{key}.{name}", SEED, n)).astype(np.float32)).double()
    return F.batch_norm(x, weight(f"{key}.running_mean", n, width=0.2), ranged("running_var"), ranged("weight"), weight(f"{key}.bias", n, width=0.2))


def unet(x, classes, padding):
    def twice(x, key, filters):
        return F.relu(conv(F.relu(conv(x, f"{key}.conv1", filters, 3, padding=padding)), f"{key}.conv2", filters, 3, padding=padding))

    skips = []
    for level in (1, 2, 3, 4):
        x = twice(x, f"encoder{level}", 32 * 2**level)
        skips.append(x)
        x = F.max_pool2d(x, 2)
    x = twice(x, "bottleneck", 1024)
    for level in (4, 3, 2, 1):
        x = spread(x, f"up{level}.up", 32 * 2**level, 2, stride=2)
        skip = skips[level - 1]
        top, left = (skip.shape[2] - x.shape[2]) // 2, (skip.shape[3] - x.shape[3]) // 2
        x = torch.cat([skip[:, :, top : top + x.shape[2], left : left + x.shape[3]], x], 1)
        x = twice(x, f"decoder{level}", 32 * 2**level)
    return conv(x, "conv", classes, 1)


def vgg16(x, padding=1, ceil_mode=False):
    """What each pool takes in and gives."""
    pools, place = [], 0
    for stage, filters in enumerate((64, 128, 256, 512, 512)):
        for i in range(2 if stage < 2 else 3):
            x = F.relu(conv(x, f"features.{place}", filters, 3, padding=padding if place == 0 else 1))
            place += 2
        before, x = x, F.max_pool2d(x, 2, ceil_mode=ceil_mode)
        pools.append((before, x))
        place += 1
    return pools


def fcn(image, classes, stride):
    """The authors' net: every enlargement is a transposed convolution, and what is cut off is where their Crop layers begin."""
    def enlarged(x, factor, offset, like):
        at = 1 - (np.arange(2 * factor) + 0.5 - factor).__abs__() / factor
        kernel = torch.from_numpy(np.outer(at, at)).repeat(classes, 1, 1, 1)
        y = F.conv_transpose2d(x, kernel, stride=factor, groups=classes)
        return y[:, :, offset : offset + like.shape[2], offset : offset + like.shape[3]]

    pools = vgg16(image, padding=100, ceil_mode=True)
    x = F.relu(conv(F.relu(conv(pools[4][1], "fc6", DENSE, 7)), "fc7", DENSE, 1))
    x = conv(x, "score", classes, 1)
    for pool, offset in [(4, 5), (3, 9)][: {32: 0, 16: 1, 8: 2}[stride]]:
        x = spread(x, f"upscore_pool{pool}", classes, 4, bias=False, stride=2)
        y = conv(pools[pool - 1][1], f"fuse_pool{pool}.fine.score", classes, 1)
        x = x + y[:, :, offset : offset + x.shape[2], offset : offset + x.shape[3]]
    return enlarged(x, stride, {32: 19, 16: 27, 8: 31}[stride], image)


def generator(noise):
    x = noise.reshape(1, -1, 1, 1)
    x = F.relu(normalised(spread(x, "main.0", 512, 4, False), "main.1"))
    for place, filters in ((3, 256), (6, 128), (9, 64)):
        x = F.relu(normalised(spread(x, f"main.{place}", filters, 4, False, stride=2, padding=1), f"main.{place + 1}"))
    return torch.tanh(spread(x, "main.12", 3, 4, False, stride=2, padding=1))


def discriminator(x):
    x = F.leaky_relu(conv(x, "main.0", 64, 4, False, stride=2, padding=1), 0.2)
    for place, filters in ((2, 128), (5, 256), (8, 512)):
        x = F.leaky_relu(normalised(conv(x, f"main.{place}", filters, 4, False, stride=2, padding=1), f"main.{place + 1}"), 0.2)
    return conv(x, "main.11", 1, 4, False).flatten(1)


def autoencoder_dense(x):
    h = F.relu(linear(F.relu(linear(x.flatten(1), "encoder.fc1", 128)), "encoder.fc2", 64))
    h = F.relu(linear(F.relu(linear(linear(h, "latent", 32), "decoder.fc1", 64)), "decoder.fc2", 128))
    return torch.sigmoid(linear(h, "decoder.fc3", x[0].numel()).reshape(x.shape))


def autoencoder_conv(x):
    for i, filters in ((1, 16), (2, 4)):
        x = F.max_pool2d(F.relu(conv(x, f"encoder.conv{i}", filters, 3, padding=1)), 2)
    return torch.sigmoid(spread(F.relu(spread(x, "decoder.conv1", 16, 2, stride=2)), "decoder.conv2", 1, 2, stride=2))


def text_cnn(words, vocabulary, keys):
    x = sum(F.embedding(words, weight(f"{key}.weight", vocabulary, 300)) for key in keys).transpose(1, 2)
    maps = [F.relu(F.conv1d(x, weight(f"convs.{i}.conv.weight", 100, 300, n), weight(f"convs.{i}.conv.bias", 100))).max(2).values for i, n in enumerate((3, 4, 5))]
    return linear(torch.cat(maps, 1), "fc", 2)


def captioner(image, words, vocabulary, classes):
    x = image
    for i, filters in enumerate((32, 64, 128)):
        x = F.max_pool2d(F.relu(normalised(conv(x, f"cnn.{i}.conv", filters, 3, False, padding=1), f"cnn.{i}.bn")), 2)
    seen = linear(x.mean((2, 3)), "embed.image.fc", 512)
    read = F.embedding(words, weight("embed.words.embedding.weight", vocabulary, 512))
    memory = torch.nn.LSTM(512, 512, batch_first=True).double()
    memory.load_state_dict({name: weight(f"lstm.{name}", *array.shape) for name, array in memory.state_dict().items()})
    return linear(memory(torch.cat([seen[:, None], read], 1))[0], "fc", classes)


def fast_rcnn(image, boxes, classes):
    regions = roi_pool(vgg16(image)[4][0], [boxes[0]], 7, 1 / 16).flatten(1)
    h = F.relu(linear(F.relu(linear(regions, "classifier.0", DENSE)), "classifier.3", DENSE))
    return linear(h, "heads.cls_score", classes)[None], linear(h, "heads.bbox_pred", 4 * classes)[None]


def shortest(x):
    return [float(str(v)) for v in x.detach().flatten().numpy().astype(np.float32)]


def case(model, options, outputs, **inputs):
    """Outputs and the numbers of inputs other than pictures are kept whole where they are few, else every so many-th."""
    rows = {}
    for name, y in outputs.items():
        every = max(1, y.numel() // 500)
        rows[name] = {"shape": list(y.shape), "every": every, "rms": float(f"{y.pow(2).mean().sqrt():.6g}"), "data": shortest(y.flatten()[::every])}
    cases.append({"model": model, "options": options, "seed": SEED, "gain": GAIN, "inputs": {name: {"shape": list(x.shape), "data": shortest(x.double())} for name, x in inputs.items()}, "outputs": rows})


cases = []
with torch.no_grad():
    case("unet", {"inputShape": [188, 204, 1]}, {"conv": unet(picture(1, 188, 204), 2, 0)})
    case("unet", {"inputShape": [32, 48, 3], "classes": 3, "variant": "same"}, {"conv": unet(picture(3, 32, 48), 3, 1)})
    for stride in (32, 16, 8):
        case(f"fcn{stride}s", {"inputShape": [47, 60, 3], "classes": 3}, {"crop": fcn(picture(3, 47, 60), 3, stride)})
    noise = torch.from_numpy((4 * hashed("noise", SEED, 100) - 2).astype(np.float32)).double()[None]
    case("dcgan_generator", {}, {"main.13": generator(noise)}, noise=noise)
    case("dcgan_discriminator", {}, {"flatten": discriminator(picture(3, 64, 64))})
    case("autoencoder_dense", {"inputShape": [28, 20, 1]}, {"decoder.sigmoid": autoencoder_dense(picture(1, 28, 20))})
    case("autoencoder_conv", {"inputShape": [28, 20, 1]}, {"decoder.sigmoid": autoencoder_conv(picture(1, 28, 20))})
    words = tokens(12, 50)
    case("text_cnn", {"inputShape": [12], "vocabulary": 50}, {"fc": text_cnn(words, 50, ["embedding"])}, input=words)
    case("text_cnn", {"inputShape": [12], "vocabulary": 50, "variant": "multichannel"}, {"fc": text_cnn(words, 50, ["embedding.static", "embedding.learned"])}, input=words)
    words = tokens(20, 30)
    case("captioner", {"inputShape": [32, 40, 3], "vocabulary": 30, "classes": 24}, {"fc": captioner(picture(3, 32, 40), words, 30, 24)}, words=words)
    u = hashed("boxes", SEED, 256).reshape(64, 4)
    corners = np.stack([u[:, 0] * 70, u[:, 1] * 40, u[:, 0] * 70 + u[:, 2] * 25, u[:, 1] * 40 + u[:, 3] * 23], 1)
    boxes = torch.from_numpy(np.floor(corners)).double()[None]
    scores, offsets = fast_rcnn(picture(3, 64, 96), boxes, 3)
    case("fast_rcnn", {"inputShape": [64, 96, 3], "classes": 3}, {"heads.cls_score": scores, "heads.bbox_pred": offsets}, boxes=boxes)

doc = {
    "source": f"nets written with the functions of PyTorch {torch.__version__} and torchvision {torchvision.__version__}, weights by hash, float64",
    "weights": "as in hashmodels.json, by its hash; layers of 4096 outputs have 64; other arrays of rank 1 of a recurrent layer are biases",
    "inputs": "an input that is not listed is the picture of hashmodels.json",
    "outputs": "by node, [N, C, H, W] or [N, length, C] row-major, from the first value every so many-th",
}
path = GOLDEN / "tasks.json"
rows = ",\n".join(json.dumps(one, separators=(",", ":")) for one in cases)
path.write_text(f'{{"_doc":{json.dumps(doc)},\n"cases":[\n{rows}\n]}}\n')
