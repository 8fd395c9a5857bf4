"""The losses of `@convscope/nn` as PyTorch's own functions, by kind. Outputs are channels first."""

import torch
import torch.nn.functional as F


def only(record, **wanted):
    """Refuses options that PyTorch's function does not have."""
    for name, value in wanted.items():
        if record[name] != value:
            raise ValueError(f"the loss {record['kind']} must have {name} {value}: PyTorch's function has no other. Received {record[name]}.")


def class_weights(record):
    weights = record.get("classWeights")
    return None if weights is None else torch.tensor(weights)


def sparse_categorical_crossentropy(record, x, y, reduction):
    options = {"weight": class_weights(record), "ignore_index": record.get("ignoreClass", -100), "reduction": reduction}
    if record["from"] == "logits":
        return F.cross_entropy(x, y, label_smoothing=record["labelSmoothing"], **options)
    only(record, labelSmoothing=0)
    return F.nll_loss(x.log().clamp(min=-100), y, **options)


def categorical_crossentropy(record, x, y, reduction):
    only(record, **{"from": "logits"})
    return F.cross_entropy(x, y, weight=class_weights(record), label_smoothing=record["labelSmoothing"], reduction=reduction)


def binary_crossentropy(record, x, y, reduction):
    smoothing = record["labelSmoothing"]
    if smoothing > 0:
        y = y * (1 - smoothing) + smoothing / 2
    if record["from"] == "logits":
        weight = None if record["posWeight"] == 1 else torch.tensor(float(record["posWeight"]))
        return F.binary_cross_entropy_with_logits(x, y, pos_weight=weight, reduction=reduction)
    only(record, posWeight=1)
    return F.binary_cross_entropy(x, y, reduction=reduction)


def half_squared_error(record, x, y, reduction):
    half = 0.5 * F.mse_loss(x, y, reduction="none" if reduction == "none" else "sum")
    return half / len(x) if reduction == "mean" else half


def negative_log_likelihood(record, x, y, reduction):
    return F.nll_loss(x, y, weight=class_weights(record), ignore_index=record.get("ignoreClass", -100), reduction=reduction)


LABELS = {
    "sparseCategoricalCrossentropy": sparse_categorical_crossentropy,
    "negativeLogLikelihood": negative_log_likelihood,
}
VALUES = {
    "binaryCrossentropy": binary_crossentropy,
    "categoricalCrossentropy": categorical_crossentropy,
    "halfSquaredError": half_squared_error,
    "huber": lambda record, x, y, reduction: F.huber_loss(x, y, delta=record["delta"], reduction=reduction),
    "klDivergence": lambda record, x, y, reduction: F.kl_div(x, y, reduction={"batchMean": "batchmean"}.get(reduction, reduction)),
    "meanAbsoluteError": lambda record, x, y, reduction: F.l1_loss(x, y, reduction=reduction),
    "meanSquaredError": lambda record, x, y, reduction: F.mse_loss(x, y, reduction=reduction),
}


def target_like(record, target, shape):
    """A target as its loss takes it, for an output of a sample's `shape` as the graph has it."""
    if record["kind"] in LABELS:
        return target.long().reshape(-1, *shape[:-1])
    if record["kind"] not in VALUES:
        raise ValueError(f"the loss must be one that PyTorch has a function for: {', '.join([*LABELS, *VALUES])}. Received {record['kind']}.")
    return target.float().reshape(-1, *shape).movedim(-1, 1).contiguous()


def loss_of(record, x, target, factors=None):
    """A loss of a batch; with `factors` the sum over samples of each one's own sum times its factor."""
    function = LABELS.get(record["kind"]) or VALUES[record["kind"]]
    if factors is None:
        return function(record, x, target, record["reduction"])
    return (function(record, x, target, "none").reshape(len(x), -1).sum(1) * factors).sum()
