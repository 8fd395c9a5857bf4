"""Imports modules that toKeras wrote, with a stand-in for Keras that records: each line is one module's layers as JSON.

Keras itself is not installed here. The stand-in checks no options, only that the source runs, that values flow and that weights arrive.
"""

import importlib.util
import json
import sys
import types
from pathlib import Path


class Value:
    pass


class Layer:
    def __init__(self, class_name, args, options):
        self.record = {"class": class_name, "options": options, "calls": 0, "weights": []}
        made.append(self)

    def __call__(self, *values):
        for value in values:
            for one in value if isinstance(value, list) else [value]:
                assert isinstance(one, Value), one
        self.record["calls"] += 1
        return Value()

    def set_weights(self, arrays):
        self.record["weights"] = [list(array.shape) for array in arrays]


class Layers(types.ModuleType):
    def __getattr__(self, class_name):
        if class_name.startswith("__"):
            raise AttributeError(class_name)
        return lambda *args, **options: Layer(class_name, args, options)


class Model:
    def __init__(self, inputs, outputs):
        assert all(isinstance(one, Value) for part in (inputs, outputs) for one in (part if isinstance(part, list) else [part]))

    def get_layer(self, name):
        return next(layer for layer in made if layer.record["options"].get("name") == name)


made = []
keras = types.ModuleType("keras")
keras.layers = Layers("keras.layers")
keras.Input = lambda shape, name, dtype="float32": Value()
keras.Model = Model
sys.modules["keras"] = keras
sys.modules["keras.layers"] = keras.layers

for source in sorted(Path(sys.argv[1]).glob("*.py")):
    made.clear()
    spec = importlib.util.spec_from_file_location(source.stem, source)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.load(str(source.with_suffix(".weights")))
    print(json.dumps([layer.record for layer in made]))
