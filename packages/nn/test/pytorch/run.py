"""Runs exported modules: for each case `name` of a folder name.py, name.weights and name.inputs, and writes name.outputs.

Where there is a name.upstream, one array for each output, the module runs as in training, and name.gradients is its state dict
with the gradients of the sum of output times upstream in place of the parameters.
All in one process, because loading PyTorch takes seconds. What a case raises is written to name.error.
"""

import importlib.util
import sys
import traceback
from pathlib import Path

import torch

torch.set_num_threads(1)


def write_gradients(module, source):
    """Another module of the same weights, so that the statistics of this run do not count."""
    model = module.load(str(source.with_suffix(".weights"))).train()
    outputs = model(*module.read_safetensors(source.with_suffix(".inputs")).values())
    outputs = outputs if isinstance(outputs, tuple) else (outputs,)
    upstream = module.read_safetensors(source.with_suffix(".upstream"))
    torch.autograd.backward(outputs, tuple(upstream[str(i)] for i in range(len(outputs))))
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(parameter.grad)
    module.save(model, str(source.with_suffix(".gradients")))


for source in sorted(Path(sys.argv[1]).glob("*.py")):
    try:
        spec = importlib.util.spec_from_file_location(source.stem, source)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        model = module.load(str(source.with_suffix(".weights"))).eval()
        inputs = module.read_safetensors(source.with_suffix(".inputs"))
        with torch.no_grad():
            outputs = model(*inputs.values())
        outputs = outputs if isinstance(outputs, tuple) else (outputs,)
        module.save(model, str(source.with_suffix(".saved")))
        module.write_safetensors(str(source.with_suffix(".outputs")), {str(i): y for i, y in enumerate(outputs)})
        if source.with_suffix(".upstream").exists():
            write_gradients(module, source)
    except Exception:
        source.with_suffix(".error").write_text(traceback.format_exc())
