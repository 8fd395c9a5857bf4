"""Writes golden/attribution.json: what ten ways of attribution say of two small nets.

Derivatives are autograd's, rules for rectifiers are backward hooks, and the rest is written after the papers with loops over PyTorch's own
functions, in float64.

Run with Debian's package python3-torch: /usr/bin/python3 tooling/golden/attribution.py
"""
import json
import pathlib

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

generator = torch.Generator().manual_seed(23)


def normal(*shape):
    """Exact float32 values with few decimals, so that the file stays small."""
    return (torch.round(torch.randn(*shape, generator=generator) * 32) / 32).double()


def numbers(x):
    return [float(np.format_float_scientific(np.float32(v), unique=True)) for v in x.detach().flatten().tolist()]


def array(x):
    return {"shape": list(x.shape), "data": numbers(x)}


def last(x):
    """Channels last, as the toolkit has its maps."""
    return x.permute(0, 2, 3, 1).contiguous()


class Chain(nn.Module):
    """Two convolutions, a pool between them, and a dense layer on the flattened maps (channels last)."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(2, 5, 3, padding=1)
        self.relu1 = nn.ReLU()
        self.conv2 = nn.Conv2d(5, 4, 3, padding=1)
        self.relu2 = nn.ReLU()
        self.fc = nn.Linear(4 * 4 * 3, 3)
        self.maps = "relu2"

    def forward(self, x):
        x = F.max_pool2d(self.relu1(self.conv1(x)), 2)
        return self.fc(torch.flatten(last(self.relu2(self.conv2(x))), 1))


class Residual(nn.Module):
    """A residual block with batch normalisation, a global mean, a dense layer."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(2, 4, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(4)
        self.relu1 = nn.ReLU()
        self.conv2 = nn.Conv2d(4, 4, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(4)
        self.relu2 = nn.ReLU()
        self.fc = nn.Linear(4, 3)
        self.maps = "relu2"

    def forward(self, x):
        x = self.relu1(self.bn1(self.conv1(x)))
        x = self.relu2(self.bn2(self.conv2(x)) + x)
        return self.fc(x.mean((2, 3)))


def random_weights(net):
    for name, w in net.state_dict().items():
        if name.endswith("num_batches_tracked"):
            continue
        w.copy_(normal(*w.shape).abs() + 0.5 if name.endswith("running_var") or name in ("bn1.weight", "bn2.weight") else normal(*w.shape) * 0.5)


def gradient(net, x, targets, rule=None):
    hooks = []
    if rule:
        for module in (net.relu1, net.relu2):
            # The gradient that comes from above is cut at 0; the guided rule also keeps the rectifier's own cut, the deconvnet does not.
            def hook(_, into, above):
                return (F.relu(into[0]) if rule == "guided" else F.relu(above[0]),)
            hooks.append(module.register_full_backward_hook(hook))
    x = x.clone().requires_grad_(True)
    net(x)[range(len(targets)), targets].sum().backward()
    for hook in hooks:
        hook.remove()
    return x.grad


def integrated(net, x, targets, steps, baseline):
    total = torch.zeros_like(x)
    for k in range(steps):
        total += gradient(net, baseline + (k + 0.5) / steps * (x - baseline), targets)
    return total / steps * (x - baseline)


def maps_and_gradients(net, x, targets):
    kept = {}

    def keep(_, __, out):
        out.retain_grad()
        kept["maps"] = out

    hook = getattr(net, net.maps).register_forward_hook(keep)
    net(x.clone().requires_grad_(True))[range(len(targets)), targets].sum().backward()
    hook.remove()
    return kept["maps"].detach(), kept["maps"].grad


def grad_cam(a, g):
    return F.relu((g.mean((2, 3), keepdim=True) * a).sum(1))


def grad_cam_plus_plus(a, g):
    """arXiv:1710.11063, equations 19 and 12, place by place."""
    out = torch.zeros(a.shape[0], *a.shape[2:], dtype=torch.float64)
    for n in range(a.shape[0]):
        for c in range(a.shape[1]):
            weight = 0.0
            for i in range(a.shape[2]):
                for j in range(a.shape[3]):
                    d = g[n, c, i, j]
                    if d == 0:
                        continue
                    alpha = d**2 / (2 * d**2 + a[n, c].sum() * d**3)
                    weight += alpha * max(d, 0)
            out[n] += weight * a[n, c]
    return F.relu(out)


def layer_cam(a, g):
    return F.relu((F.relu(g) * a).sum(1))


def score_cam(net, x, targets, a):
    out = []
    for n, target in enumerate(targets):
        scores = []
        for c in range(a.shape[1]):
            m = a[n, c]
            m = (m - m.min()) / (m.max() - m.min()) if m.max() > m.min() else torch.zeros_like(m)
            mask = F.interpolate(m[None, None], x.shape[2:], mode="bilinear", align_corners=False)
            scores.append(net(x[n : n + 1] * mask)[0, target] - net(torch.zeros_like(x[n : n + 1]))[0, target])
        weights = torch.softmax(torch.stack(scores), 0)
        out.append(F.relu((weights[:, None, None] * a[n]).sum(0)))
    return torch.stack(out)


def occlusion(net, x, targets, size, stride, fill):
    scores = net(x)[range(len(targets)), targets]
    drops = torch.zeros(x.shape[0], *x.shape[2:], dtype=torch.float64)
    counts = torch.zeros_like(drops)
    half = size // 2
    for top in range(-half, x.shape[2], stride):
        for left in range(-half, x.shape[3], stride):
            rows = slice(max(0, top), max(0, min(top + size, x.shape[2])))
            columns = slice(max(0, left), max(0, min(left + size, x.shape[3])))
            if rows.start >= rows.stop or columns.start >= columns.stop:
                continue
            hidden = x.clone()
            hidden[:, :, rows, columns] = fill
            drops[:, rows, columns] += (scores - net(hidden)[range(len(targets)), targets])[:, None, None]
            counts[:, rows, columns] += 1
    return drops / counts


def case(name, net, height, width):
    random_weights(net.double().eval())
    x = normal(2, 2, height, width)
    targets = [2, 0]
    with torch.no_grad():
        scores = net(x)
    maps, slopes = maps_and_gradients(net, x, targets)
    baseline = torch.full_like(x, 0.25)
    plain = gradient(net, x, targets)
    with torch.no_grad():
        masked = score_cam(net, x, targets, maps)
        hidden = occlusion(net, x, targets, 3, 2, 0.5)
    turned = {4: (2, 3, 1, 0), 2: (1, 0)}
    return {
        "name": name,
        "weights": {key: array(w.permute(turned[w.dim()]) if w.dim() in turned else w) for key, w in net.state_dict().items() if not key.endswith("num_batches_tracked")},
        "input": array(last(x)), "targets": targets, "scores": array(scores), "greatest": scores.argmax(1).tolist(),
        "gradient": array(last(plain)), "saliency": array(plain.abs().max(1).values),
        "guided": array(last(gradient(net, x, targets, "guided"))), "deconvnet": array(last(gradient(net, x, targets, "deconvnet"))),
        "inputTimesGradient": array(last(x * plain)),
        "integratedGradients": array(last(integrated(net, x, targets, 20, baseline))),
        "gradCam": array(grad_cam(maps, slopes)), "gradCamPlusPlus": array(grad_cam_plus_plus(maps, slopes)), "layerCam": array(layer_cam(maps, slopes)),
        "scoreCam": array(masked), "occlusion": array(hidden),
    }


torch.set_grad_enabled(True)
with torch.no_grad():
    nets = [("chain", Chain(), 8, 7), ("residual", Residual(), 6, 8)]
cases = [case(*net) for net in nets]
for found in cases:
    for way in ("gradient", "guided", "deconvnet", "gradCam", "gradCamPlusPlus", "layerCam", "scoreCam", "occlusion"):
        # A comparison with zeros would show little.
        assert np.abs(found[way]["data"]).max() > 1e-3, (found["name"], way)
path = pathlib.Path(__file__).parents[2] / "golden" / "attribution.json"
path.write_text(json.dumps({
    "_doc": "Attribution of two small nets in inference, by PyTorch " + torch.__version__ + ", float64 rounded to float32. weights: kernels [kh, kw, in, out], matrices [in, out]; input [2, H, W, 2]; "
    "targets: the class that is explained of each sample; greatest: the class of the highest score. integratedGradients: 20 middles of equal steps from a baseline of 0.25. "
    "occlusion: squares of 3, stride 2, filled with 0.5, from −1. Maps of the cams at the size of relu2.",
    "cases": cases,
}, separators=(",", ":")) + "\n")
