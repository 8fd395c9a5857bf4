"""The optimisers of `@convscope/nn` as those of `torch.optim`, by kind: the class, and the options of its groups from a record."""

import torch

KINDS = {
    "adam": (torch.optim.Adam, lambda record: {"betas": (record["beta1"], record["beta2"]), "eps": record["epsilon"], "amsgrad": record["amsgrad"]}),
    "adamw": (torch.optim.AdamW, lambda record: {"betas": (record["beta1"], record["beta2"]), "eps": record["epsilon"], "amsgrad": record["amsgrad"]}),
    "rmsprop": (torch.optim.RMSprop, lambda record: {"alpha": record["rho"], "eps": record["epsilon"], "momentum": record["momentum"], "centered": record["centered"]}),
    "sgd": (torch.optim.SGD, lambda record: {"momentum": record["momentum"], "dampening": record["dampening"], "nesterov": record["nesterov"]}),
}


class Learner:
    """An optimiser that may be another one, with other numbers, in each step."""

    def __init__(self):
        self.steps = 0
        """Of the network."""
        self.step = {}
        """Of each parameter, by name."""
        self.memory = {}
        """What is remembered of each parameter, by name, until an optimiser of PyTorch has it."""
        self.kind = None
        self.optimizer = None
        self.grouped = None

    def prepare(self, record, rates, parameters):
        """Groups of parameters by learning rate; `rates` holds name and rate of each that may change."""
        kind = record["kind"]
        if kind not in KINDS:
            raise ValueError(f"the optimiser must be one of {', '.join(KINDS)}. Received {kind}.")
        for option in ("epsilonHat", "epsilonInsideSqrt"):
            if record.get(option):
                raise ValueError(f"{kind}: PyTorch has no {option}. Received true.")
        groups = {}
        for name, rate in rates:
            groups.setdefault(rate, []).append(name)
        make, options = KINDS[kind]
        grouped = list(groups.values())
        if kind != self.kind or grouped != self.grouped:
            before = None if kind != self.kind else self.optimizer
            self.optimizer = make([{"params": [parameters[name] for name in names]} for names in grouped], lr=0.0)
            for parameter, state in before.state.items() if before else ():
                self.optimizer.state[parameter] = state
            if self.kind is not None and kind != self.kind:
                self.memory, self.step = {}, {}
            for name, slots in self.memory.items():
                self.optimizer.state[parameters[name]] = {**slots, "step": torch.tensor(float(self.step.get(name, self.steps)))}
            self.memory = {}
            self.kind, self.grouped = kind, grouped
        for group, rate in zip(self.optimizer.param_groups, groups):
            group.update(options(record), lr=rate, weight_decay=record["weightDecay"])

    def take(self, record, parameters):
        """One step with the gradients that the parameters have; those that have none stay."""
        learning = {name: parameters[name] for group in self.grouped for name in group if parameters[name].grad is not None}
        if "clipNorm" in record:
            torch.nn.utils.clip_grad_norm_(learning.values(), record["clipNorm"])
        if "clipValue" in record:
            torch.nn.utils.clip_grad_value_(learning.values(), record["clipValue"])
        self.optimizer.step()
        self.steps += 1
        for name in learning:
            self.step[name] = self.step.get(name, 0) + 1

    def slots(self, parameters):
        """What is remembered of each parameter by name, whole numbers left out."""
        if self.optimizer is None:
            return self.memory
        names = {parameter: name for name, parameter in parameters.items()}
        return {
            names[parameter]: {slot: value for slot, value in state.items() if torch.is_tensor(value) and slot != "step"}
            for parameter, state in self.optimizer.state.items()
        }
