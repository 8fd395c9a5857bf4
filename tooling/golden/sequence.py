"""Writes golden/sequence.json: embedding, recurrent and attention layers with all gradients, measured with PyTorch.

Run with Debian's python3-torch: /usr/bin/python3 tooling/golden/sequence.py
"""
import json
import pathlib
import warnings

import numpy as np
import torch
from torch import nn

warnings.filterwarnings("ignore")
SEED = 20240611
rng = np.random.default_rng(SEED)
torch.manual_seed(SEED)


def random(*shape):
    """Numbers of four decimals, exactly float32, as float64."""
    return torch.tensor(np.round(rng.standard_normal(shape), 4).astype(np.float32).astype(np.float64))


def numbers(x):
    """Every number is the shortest that rounds to the same float32."""
    if x.dtype == torch.int64:
        return {"shape": list(x.shape), "dtype": "int", "data": x.flatten().tolist()}
    flat = x.detach().flatten().numpy().astype(np.float32)
    return {"shape": list(x.shape), "data": [float(str(v)) for v in flat]}


def case(name, module, config, inputs, run):
    """Measures `run(module, *inputs)` and the gradients of sum(output * upstream)."""
    module = module.double().train()
    with torch.no_grad():
        for weight in module.parameters():
            weight.copy_(random(*weight.shape) * 0.5)
            weight.copy_(weight.float().double())
    floats = {key: x.requires_grad_() for key, x in inputs.items() if x.dtype != torch.int64}
    output = run(module, *inputs.values())
    upstream = random(*output.shape)
    (output * upstream).sum().backward()
    return {
        "name": name,
        "module": type(module).__name__,
        "config": config,
        "inputs": {key: numbers(x) for key, x in inputs.items()},
        "weights": {key: numbers(x) for key, x in module.named_parameters()},
        "upstream": numbers(upstream),
        "output": numbers(output),
        "grads": {
            "inputs": {key: numbers(x.grad) for key, x in floats.items()},
            "weights": {key: numbers(x.grad) for key, x in module.named_parameters()},
        },
    }


def last(module, x):
    """The last state of each direction, side by side."""
    state = module(x)[1]
    state = state[0] if isinstance(state, tuple) else state
    return torch.cat(list(state), dim=-1)


def every(module, x):
    return module(x)[0]


def recurrent(kind, length, channels, units, sequences, **config):
    config = {"hidden_size": units, **config}
    module = kind(input_size=channels, batch_first=True, **config)
    words = " ".join(["every state" if sequences else "last state", *(f"{key}={value}" for key, value in config.items() if key != "hidden_size")])
    return case(f"{kind.__name__} {words}", module, {**config, "sequences": sequences}, {"x": random(2, length, channels)}, every if sequences else last)


def attention(name, d, heads, query, other=None, keyed=None, valued=None, causal=False, **config):
    extra = {} if keyed is None else {"kdim": keyed, "vdim": valued}
    module = nn.MultiheadAttention(d, heads, batch_first=True, **extra, **config)
    inputs = {"query": random(2, query, d)}
    if other is not None:
        inputs["key"] = random(2, other, keyed or d)
        inputs["value"] = random(2, other, valued or d)

    def run(module, q, k=None, v=None):
        mask = torch.triu(torch.ones(query, other or query, dtype=torch.bool), 1) if causal else None
        return module(q, q if k is None else k, q if v is None else v, attn_mask=mask)[0]

    return case(name, module, {"num_heads": heads, "causal": causal, **config}, inputs, run)


tokens = torch.tensor([[1, 4, 1, 0, 2], [4, 4, 3, 1, 0]])
cases = [
    case("Embedding, tokens that come again", nn.Embedding(6, 3), {"num_embeddings": 6, "embedding_dim": 3}, {"x": tokens}, lambda m, x: m(x)),
    case("Embedding padding_idx=4", nn.Embedding(6, 3, padding_idx=4), {"num_embeddings": 6, "embedding_dim": 3, "padding_idx": 4}, {"x": tokens}, lambda m, x: m(x)),
    *[recurrent(kind, 5, 3, 4, sequences) for kind in (nn.RNN, nn.LSTM, nn.GRU) for sequences in (False, True)],
    *[recurrent(kind, 4, 2, 3, sequences, bidirectional=True) for kind in (nn.RNN, nn.LSTM, nn.GRU) for sequences in (False, True)],
    *[recurrent(kind, 3, 4, 2, True, bias=False) for kind in (nn.RNN, nn.LSTM, nn.GRU)],
    recurrent(nn.RNN, 4, 3, 5, True, nonlinearity="relu"),
    recurrent(nn.LSTM, 1, 2, 2, False),
    attention("self-attention", 6, 2, 4),
    attention("self-attention, one head, no bias", 4, 1, 3, bias=False),
    attention("self-attention, causal", 6, 3, 5, causal=True),
    attention("cross-attention", 6, 2, 3, 5),
    attention("cross-attention, causal", 4, 2, 3, 3, causal=True),
    attention("cross-attention, other channels", 6, 3, 2, 4, keyed=5, valued=3),
    attention("cross-attention, other channels, no bias", 4, 4, 3, 2, keyed=3, valued=5, bias=False),
]
doc = {
    "dtype": "computed in float64 from inputs that are exact float32; every number rounded to float32 and printed shortest (Math.fround(number) is the exact float32)",
    "layout": "PyTorch's, batch first: x [N, T, C], weights [out, in]; tensors are {shape, data}; tokens carry dtype int",
    "gradients": "of sum(output * upstream), by input and by parameter",
    "recurrent": "sequences: the state after every step; otherwise the last state of each direction, side by side",
    "attention": "without key and value the query stands for all three; causal: position i sees 0 to i only",
    "tolerance": "a correct float32 implementation agrees to ~1e-5 relative / 1e-5 absolute",
}
path = pathlib.Path(__file__).resolve().parents[2] / "golden" / "sequence.json"
lines = ",\n".join(json.dumps(c, separators=(",", ":")) for c in cases)
head = json.dumps({"_doc": doc, "torch": torch.__version__, "seed": SEED})[:-1]
path.write_text(f'{head}, "cases": [\n{lines}\n]}}\n')
print(f"{path}: {len(cases)} cases")
