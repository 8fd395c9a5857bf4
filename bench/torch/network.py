"""A network of Convscope in PyTorch: the module that `convscope export pytorch` would write, trained as an engine of `@convscope/nn` trains."""

import contextlib
import math
import time
import types

import torch

from losses import loss_of, target_like
from optimizers import Learner


def told(number):
    """A number as JSON has it: one that is none is null."""
    return number if math.isfinite(number) else None


class Clock:
    """Seconds since it was made, and those of processors."""

    def __init__(self):
        self.start, self.spent = time.perf_counter(), time.process_time()

    def times(self):
        return {"seconds": time.perf_counter() - self.start, "processor": time.process_time() - self.spent}


def executed(source):
    """A module from its source."""
    module = types.ModuleType("exported")
    exec(compile(source, "exported.py", "exec"), module.__dict__)
    return module


def first(x):
    """Channels first, where there is more than one axis beside the batch."""
    return x.movedim(-1, 1).contiguous() if x.dim() > 2 else x


def last(x):
    return x.detach().movedim(1, -1).contiguous() if x.dim() > 2 else x.detach()


class View:
    """A forward pass that gives some nodes, over the parts of a whole network."""

    def __init__(self, source, nodes, inputs, tokens, shapes):
        module = executed(source)
        classes = [value for value in vars(module).values() if isinstance(value, type) and issubclass(value, module.Group) and value is not module.Group]
        self.forward = classes[-1].forward
        self.nodes, self.inputs, self.tokens = nodes, inputs, set(tokens)
        self.shapes = dict(zip(nodes, shapes))

    def given(self, arrays, losses=()):
        """The parts of a batch: inputs, targets and factors as tensors."""
        parts = {}
        for key, tensor in arrays.items():
            index, what, name = key.split("/", 2)
            parts.setdefault(int(index), {"input": {}, "target": {}, "factor": {}})[what][name] = tensor
        records = {one["output"]: one["loss"] for one in losses}
        return [
            (
                [part["input"][name] if name in self.tokens else first(part["input"][name].float()) for name in self.inputs],
                {name: target_like(record, part["target"][name], self.shapes[name]) for name, record in records.items()},
                part["factor"],
            )
            for _, part in sorted(parts.items())
        ]

    def values(self, model, inputs):
        values = self.forward(model, *inputs)
        return dict(zip(self.nodes, values if isinstance(values, tuple) else (values,)))


class Network:
    def __init__(self, source, state):
        self.model = executed(source).build()
        self.state = {name: tensor for name, tensor in self.model.state_dict().items() if not name.endswith("num_batches_tracked")}
        if set(self.state) != set(state):
            raise ValueError(f"weights do not fit: {sorted(set(self.state) ^ set(state))}.")
        self.load(state)
        self.parameters = dict(self.model.named_parameters())
        self.views = {}
        self.learner = Learner()

    def load(self, state):
        with torch.no_grad():
            for name, tensor in state.items():
                self.state[name].copy_(tensor)

    def frozen(self, owners):
        """The modules of nodes that run as at inference."""
        for owner in owners:
            module = self.model
            for name in owner.split("."):
                module = module._modules.get(name) if module else None
            if module is not None:
                module.training = False

    @contextlib.contextmanager
    def unremembered(self):
        """Statistics are afterwards as they were."""
        before = [buffer.clone() for buffer in self.model.buffers()]
        try:
            yield
        finally:
            self.restore(before)

    def restore(self, before):
        with torch.no_grad():
            for buffer, value in zip(self.model.buffers(), before):
                buffer.copy_(value)

    def run(self, view, arrays, training):
        [(inputs, _, _)] = view.given(arrays)
        self.model.train(training)
        with self.unremembered(), torch.no_grad():
            clock = Clock()
            values = view.values(self.model, inputs)
            times = clock.times()
        return times, {f"0/{name}": last(values[name]) for name in view.nodes}

    def measure(self, view, arrays, losses):
        parts = view.given(arrays, losses)
        self.model.eval()
        with torch.no_grad():
            clock = Clock()
            values, each, _ = self.part(view, parts[0], losses)
            numbers = [one.item() for one in each]
            times = clock.times()
        return {**times, "losses": [told(n) for n in numbers]}, {f"0/{one['output']}": last(values[one["output"]]) for one in losses}

    def part(self, view, part, losses):
        """Values, each loss, and all of them as one number."""
        inputs, targets, factors = part
        values = view.values(self.model, inputs)
        each = [loss_of(one["loss"], values[one["output"]], targets[one["output"]], factors.get(one["output"])) for one in losses]
        return values, each, sum(one["weight"] * loss for one, loss in zip(losses, each))

    def step(self, view, arrays, losses, optimizer, rates, frozen):
        parts = view.given(arrays, losses)
        changing = {name for name, _ in rates}
        for name, parameter in self.parameters.items():
            parameter.requires_grad_(name in changing)
        self.model.train()
        self.frozen(frozen)
        self.learner.prepare(optimizer, rates, self.parameters)
        before = [buffer.clone() for buffer in self.model.buffers()]
        totals = [0.0] * len(losses)
        outputs = {}
        clock = Clock()
        for parameter in self.parameters.values():
            parameter.grad = None
        for i, part in enumerate(parts):
            values, each, loss = self.part(view, part, losses)
            loss.backward()
            totals = [total + one.item() for total, one in zip(totals, each)]
            outputs.update({f"{i}/{one['output']}": values[one["output"]] for one in losses})
        finite = all(math.isfinite(total) for total in totals)
        if finite:
            self.learner.take(optimizer, self.parameters)
        times = clock.times()
        if not finite:
            self.restore(before)
        return {**times, "losses": [told(total) for total in totals]}, {name: last(value) for name, value in outputs.items()}

    def gradients(self, view, arrays, training, ends, losses, inputs, nodes, weights):
        for parameter in self.parameters.values():
            parameter.requires_grad_(True)
        upstream = {} if losses else {name: first(arrays.pop(f"0/target/{name}")) for name in ends}
        [(given, targets, factors)] = view.given(arrays, losses)
        by_name = dict(zip(view.inputs, given))
        for name in inputs:
            by_name[name].requires_grad_(True)
        self.model.train(training)
        with self.unremembered():
            clock = Clock()
            if losses:
                values, _, scalar = self.part(view, (given, targets, factors), losses)
            else:
                values = view.values(self.model, given)
                scalar = sum((values[name] * up).sum() for name, up in upstream.items())
            by = [*(by_name[name] for name in inputs), *(values[name] for name in nodes), *(self.parameters[name] for name in weights)]
            found = torch.autograd.grad(scalar, by, allow_unused=True)
            times = clock.times()
        keys = [*(f"input/{name}" for name in inputs), *(f"node/{name}" for name in nodes), *(f"weight/{name}" for name in weights)]
        results = {}
        for key, gradient in zip(keys, found):
            if gradient is None:
                raise ValueError(f"the derivative must be with respect to what the end is computed of. Received {key}.")
            results[key] = gradient.detach().contiguous() if key.startswith("weight/") else last(gradient)
        return {**times, "value": told(scalar.item())}, results

    def optimizer_state(self):
        slots = self.learner.slots(self.parameters)
        arrays = {f"{name}/{slot}": value for name, state in slots.items() for slot, value in state.items()}
        names = sorted({slot for state in slots.values() for slot in state})
        return {"steps": self.learner.steps, "step": self.learner.step, "slots": names}, arrays

    def set_optimizer_state(self, arrays, steps, step):
        self.learner = Learner()
        self.learner.steps, self.learner.step = steps, dict(step)
        for key, tensor in arrays.items():
            name, slot = key.rsplit("/", 1)
            self.learner.memory.setdefault(name, {})[slot] = tensor.clone()
