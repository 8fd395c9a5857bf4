"""PyTorch as an engine of Convscope, asked through standard input and output as pipe.mjs tells. Argument: threads. Stock settings otherwise."""

import json
import os
import sys

import torch

from network import Network, View

# What a library prints must not get among the answers.
requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
os.dup2(2, 1)

# By the names that both sides give them: the type, and how many bytes a number takes.
TYPES = {"float32": (torch.float32, 4), "int32": (torch.int32, 4), "uint8": (torch.uint8, 1)}
networks = {}


def received():
    """A request and its tensors by name; none where nobody asks any more."""
    length = requests.read(4)
    if len(length) < 4:
        return None
    request = json.loads(requests.read(int.from_bytes(length, "little")))
    tensors = {}
    for array in request.pop("arrays"):
        (dtype, size), shape = TYPES[array["type"]], array["shape"]
        data = bytearray(size * torch.Size(shape).numel())
        requests.readinto(data)
        tensors[array["name"]] = (torch.frombuffer(data, dtype=dtype) if data else torch.empty(0, dtype=dtype)).reshape(shape)
    return request, tensors


def answer(head, tensors):
    arrays = {name: tensor.contiguous() for name, tensor in tensors.items()}
    head["arrays"] = [{"name": name, "shape": list(tensor.shape), "type": "float32"} for name, tensor in arrays.items()]
    text = json.dumps(head, allow_nan=False).encode()
    answers.write(len(text).to_bytes(4, "little") + text)
    for tensor in arrays.values():
        answers.write(memoryview(tensor.numpy()).cast("B"))
    answers.flush()


def version():
    # Which library multiplies matrices: Debian's reference BLAS is some fifteen times slower than OpenBLAS's.
    torch.ones(8, 8) @ torch.ones(8, 8)
    with open("/proc/self/maps") as maps:
        found = {line.split("/")[-2] for line in maps if "blas.so" in line}
    return f"{torch.__version__} ({', '.join(sorted(found)) or 'own BLAS'})"


def obeyed(do, tensors, id=None, **given):
    if do == "version":
        return {"version": version()}, {}
    if do == "prepare":
        torch.manual_seed(given["seed"])
        networks[id] = Network(given["source"], tensors)
        return {}, {}
    if do == "dispose":
        networks.pop(id, None)
        return {}, {}
    network = networks[id]
    if do == "view":
        number = given.pop("view")
        network.views[number] = View(**given)
        return {}, {}
    if do == "weights":
        return {}, network.state
    if do == "setWeights":
        network.load(tensors)
        return {}, {}
    if do == "optimizerState":
        return network.optimizer_state()
    if do == "setOptimizerState":
        network.set_optimizer_state(tensors, **given)
        return {}, {}
    view = network.views[given.pop("view")]
    return getattr(network, do)(view, tensors, **given)


torch.set_num_threads(int(sys.argv[1]))
while True:
    asked = received()
    if asked is None:
        break
    request, tensors = asked
    try:
        answer(*obeyed(request.pop("do"), tensors, **request))
    except Exception as error:
        answer({"error": f"PyTorch: {str(error) or type(error).__name__}"}, {})
