"""Writes golden/accumulation.json: training steps whose gradients are added up over the parts of a batch, and losses of weighted samples.

Run with Debian's package python3-torch: /usr/bin/python3 tooling/golden/accumulation.py
"""
import json
import pathlib

import numpy as np
import torch
import torch.nn.functional as F

torch.manual_seed(11)
generator = torch.Generator().manual_seed(11)


def shortest(value):
    """The shortest decimal that reads back as the same float32."""
    number = float(np.format_float_scientific(np.float32(value), unique=True))
    return int(number) if number == int(number) else number


def array(x):
    return {"shape": list(x.shape), "data": [shortest(v) for v in x.detach().flatten().tolist()]}


def normal(*shape):
    """Exact float32 values with few decimals, so that the file stays small."""
    return (torch.round(torch.randn(*shape, generator=generator) * 16) / 16).double()


def state(net):
    """All weights with the axes turned: kernels [kh, kw, in, out], matrices [in, out]."""
    turned = {4: (2, 3, 1, 0), 2: (1, 0)}
    return {key: array(w.permute(turned[w.dim()]) if w.dim() in turned else w) for key, w in net.state_dict().items() if not key.endswith("num_batches_tracked")}


def sizes(samples, parts):
    """As equal as can be, the larger ones first."""
    return [len(part) for part in np.array_split(np.arange(samples), parts)]


class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = torch.nn.Conv2d(2, 4, 3, bias=False)
        self.bn = torch.nn.BatchNorm2d(4)
        self.fc = torch.nn.Linear(4, 3)
        for weight in self.parameters():
            weight.data = normal(*weight.shape) / 2
        self.double()

    def forward(self, x):
        return self.fc(F.relu(self.bn(self.conv(x))).mean((2, 3)))


def cross_entropy(class_weights):
    """The loss of some samples as a mean, and what it is a mean over."""
    def loss(y, target, weights):
        if weights is None:
            counted = torch.ones(len(target)).double() if class_weights is None else class_weights[target]
            return F.cross_entropy(y, target, weight=class_weights), counted.sum()
        each = F.cross_entropy(y, target, weight=class_weights, reduction="none")
        counted = weights if class_weights is None else weights * class_weights[target]
        return (weights * each).sum() / counted.sum(), counted.sum()
    return loss


def squared_error(y, target, weights):
    each = ((y - target) ** 2).mean(1)
    return (each.mean(), torch.tensor(float(len(y)))) if weights is None else ((weights * each).sum() / weights.sum(), weights.sum())


def squared_error_sum(y, target, weights):
    """A sum is added up, whatever there is of it."""
    each = ((y - target) ** 2).sum(1)
    return ((each if weights is None else weights * each).sum(), None)


def case(name, loss, of, config, samples, parts, weighted):
    net = Net()
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
    before = state(net)
    steps = []
    for _ in range(2):
        x = normal(samples, 2, 5, 5)
        target = torch.randint(0, 3, (samples,), generator=generator) if loss == "crossEntropy" else normal(samples, 3)
        weights = torch.randint(0, 4, (samples,), generator=generator).double() / 2 if weighted else None
        net.train()
        optimizer.zero_grad()
        pieces = [torch.arange(samples)[start:start + size] for start, size in zip(np.cumsum([0, *sizes(samples, parts)]), sizes(samples, parts))]
        ofs = [weights[piece] if weighted else None for piece in pieces]
        with torch.no_grad():
            whole = sum(of(torch.zeros(len(p), 3).double(), target[p], w)[1] or 0 for p, w in zip(pieces, ofs))
        total, outputs = 0.0, []
        for piece, w in zip(pieces, ofs):
            y = net(x[piece])
            mean, over = of(y, target[piece], w)
            share = mean if over is None else mean * (over / whole)
            share.backward()
            total += share.item()
            outputs.append(y.detach())
        torch.nn.utils.clip_grad_norm_(net.parameters(), 0.5)
        optimizer.step()
        steps.append({
            "x": array(x.permute(0, 2, 3, 1)), "target": array(target.double()), **({"weights": array(weights)} if weighted else {}),
            "loss": shortest(total), "output": array(torch.cat(outputs)), "after": state(net),
        })
    cases.append({"name": name, "loss": loss, "config": config, "parts": parts, "before": before, "steps": steps})


cases = []
class_weights = torch.tensor([1.0, 0.25, 3.0]).double()
case("the mean over samples", "crossEntropy", cross_entropy(None), {}, 7, 3, False)
case("the mean over labels by the weights of their classes", "crossEntropy", cross_entropy(class_weights), {"classWeights": class_weights.tolist()}, 7, 3, False)
case("a sum", "squaredError", squared_error_sum, {"reduction": "sum"}, 6, 4, False)
case("samples with weights in one part", "squaredError", squared_error, {}, 5, 1, True)
case("samples with weights and classes with weights in two parts", "crossEntropy", cross_entropy(class_weights), {"classWeights": class_weights.tolist()}, 7, 2, True)

doc = (
    f"PyTorch {torch.__version__}, float64 rounded to float32. A net of conv, bn, relu, mean over places, fc; two steps of SGD (rate 0.1, momentum 0.9, gradients clipped to the length 0.5) each; "
    "the loss of each part is weighted by what it is a mean over, and batch normalisation sees the parts one after another. Arrays are channels last: x [N, H, W, C], kernels [kh, kw, in, out], matrices [in, out]."
)
path = pathlib.Path(__file__).parents[2] / "golden" / "accumulation.json"
path.write_text(json.dumps({"_doc": doc, "cases": cases}, separators=(",", ":")) + "\n")
