"""What scripts share that write whole models with weights by an integer hash; the recipe is told in golden/hashmodels.json."""
import copy
import json
import pathlib

import numpy as np
import torch

GOLDEN = pathlib.Path(__file__).parents[2] / "golden"


def hashed(name, seed, count):
    """Numbers of [0, 1): fnv1a of the name, then an integer hash of each place."""
    base = 0x811C9DC5
    for byte in name.encode():
        base = ((base ^ byte) * 0x01000193) % 2**32
    x = ((np.uint64(base ^ seed) + np.arange(count, dtype=np.uint64) * np.uint64(0x9E3779B9)) % np.uint64(2**32)).astype(np.uint32)
    x = x ^ (x >> np.uint32(16))
    x = x * np.uint32(0x7FEB352D)
    x = x ^ (x >> np.uint32(15))
    x = x * np.uint32(0x846CA68B)
    x = x ^ (x >> np.uint32(16))
    return x.astype(np.float64) / 2**32


def fill(net, seed, gain):
    """Gives a net its weights; those of a layer with running statistics vary more."""
    state = net.state_dict()

    def weight(key, shape):
        u = hashed(key, seed, int(np.prod(shape)))
        layer, _, name = key.rpartition(".")
        if len(shape) >= 2:
            values = (2 * u - 1) * np.sqrt(3 * gain / np.prod(shape[1:]))
        elif name in ("weight", "running_var"):
            values = 0.5 + u
        else:
            values = (2 * u - 1) * (0.2 if f"{layer}.running_mean" in state else 0.1)
        return torch.from_numpy(values.astype(np.float32).reshape(shape))

    net.load_state_dict({key: array if key.endswith(".num_batches_tracked") else weight(key, tuple(array.shape)) for key, array in state.items()})


def picture(size, seed):
    blocks = -(-size // 8)
    fine = hashed("input", seed, 3 * size * size).reshape(3, size, size)
    block = hashed("input.blocks", seed, 3 * blocks * blocks).reshape(3, blocks, blocks)
    block = block.repeat(8, axis=1).repeat(8, axis=2)[:, :size, :size]
    return torch.from_numpy((2 * (2 * block - 1) + 0.5 * (2 * fine - 1)).astype(np.float32))[None]


def shortest(x):
    return [float(str(v)) for v in x.detach().flatten().numpy().astype(np.float32)]


def case(name, net, size, gain, kinds, kept, seed=1):
    """What a net says of one picture, and statistics of the modules of some kinds; `kept` tells which by path and place in the order of execution."""
    fill(net, seed, gain)
    x = picture(size, seed)
    exact = copy.deepcopy(net).double()
    seen = []

    def look(path, kind):
        def hook(module, inputs, output):
            y = output[0] if isinstance(output, tuple) else output
            seen.append([path, kind, list(y.shape), *(float(f"{v:.8g}") for v in (y.mean(), y.pow(2).mean().sqrt())), shortest(y.flatten()[:2])])
        return hook

    for path, module in exact.named_modules():
        if type(module).__name__ in kinds:
            module.register_forward_hook(look(path, type(module).__name__))
    with torch.no_grad():
        single, logits = net(x), exact(x.double())
    return {
        "model": name, "kwargs": {}, "seed": seed, "gain": gain, "input": [1, 3, size, size],
        "logits": {"shape": list(logits.shape), "data": shortest(logits)}, "argmax": [int(logits.argmax())],
        "rms": float(f"{logits.pow(2).mean().sqrt():.6g}"), "float32_run_max_abs_diff": float(f"{(single.double() - logits).abs().max():.3g}"),
        "activations": [row for i, row in enumerate(seen) if kept(row[0], i)],
    }


def states(nets):
    """The keys and shapes of each net's state dict, by its name."""
    return {name: {key: list(array.shape) for key, array in net.state_dict().items()} for name, net in nets.items()}


def write(file, doc, of, cases):
    rows = ",\n".join(json.dumps(one, separators=(",", ":")) for one in cases)
    (GOLDEN / file).write_text(f'{{"_doc":{json.dumps(doc)},\n"states":{json.dumps(of, separators=(",", ":"))},\n"cases":[\n{rows}\n]}}\n')
