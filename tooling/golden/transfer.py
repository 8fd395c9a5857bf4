"""Writes golden/transfer.json: logistic regressions at their minimum, and the loss of a student with its gradient.

Run with Debian's python3-torch: /usr/bin/python3 tooling/golden/transfer.py
"""
import json

import torch
import torch.nn.functional as F

from hashed import GOLDEN

torch.manual_seed(20240811)


def floats(tensor):
    return [float(f"{value:.9g}") for value in tensor.detach().float().flatten().tolist()]


def regression(samples, width, classes, l2):
    """Clouds that overlap, so that the minimum is finite however small the penalty."""
    labels = torch.arange(samples) % classes
    features = (torch.randn(classes, width)[labels] + 1.5 * torch.randn(samples, width)).float().double()
    weight = torch.zeros(width, classes, dtype=torch.double, requires_grad=True)
    bias = torch.zeros(classes, dtype=torch.double, requires_grad=True)
    optimizer = torch.optim.LBFGS([weight, bias], max_iter=1000, tolerance_grad=1e-12, tolerance_change=1e-16, line_search_fn="strong_wolfe")

    def loss():
        return F.cross_entropy(features @ weight + bias, labels) + l2 / 2 * weight.square().sum()

    def closure():
        optimizer.zero_grad()
        value = loss()
        value.backward()
        return value

    optimizer.step(closure)
    assert max(weight.grad.abs().max(), bias.grad.abs().max()) < 1e-8
    return {"samples": samples, "width": width, "classes": classes, "l2": l2, "features": floats(features), "labels": labels.tolist(), "weight": floats(weight), "bias": floats(bias), "loss": loss().item()}


def lesson(samples, classes, temperature, alpha):
    student = (3 * torch.randn(samples, classes)).float().double().requires_grad_()
    teacher = (4 * torch.randn(samples, classes)).float().double()
    labels = torch.randint(classes, (samples,))
    soft = F.kl_div(F.log_softmax(student / temperature, 1), F.softmax(teacher / temperature, 1), reduction="batchmean")
    hard = F.cross_entropy(student, labels)
    ((1 - alpha) * hard + alpha * temperature**2 * soft).backward()
    return {
        "samples": samples, "classes": classes, "temperature": temperature, "alpha": alpha, "student": floats(student), "teacher": floats(teacher), "labels": labels.tolist(),
        "hard": hard.item(), "soft": soft.item(), "targets": floats(F.softmax(teacher / temperature, 1)), "gradient": floats(student.grad),
    }


doc = {
    "_doc": f"PyTorch {torch.__version__}, float64. regressions: cross_entropy + l2/2·‖weight‖² at its minimum, by LBFGS; weight [width, classes]. lessons: (1 − alpha)·cross_entropy + alpha·T²·kl_div(batchmean), and its gradient with respect to the student's logits.",
    "regressions": [regression(60, 5, 3, 1 / 60), regression(90, 4, 2, 0.001), regression(40, 12, 4, 0.1)],
    "lessons": [lesson(4, 5, 1, 0.5), lesson(4, 5, 4, 0.9), lesson(3, 10, 20, 0.1), lesson(2, 2, 2, 1)],
}
(GOLDEN / "transfer.json").write_text(json.dumps(doc, separators=(",", ":")) + "\n")
