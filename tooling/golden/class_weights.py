"""Writes golden/class_weights.json: the weights of classes that scikit-learn calls balanced.

python3 -m venv env && env/bin/pip install scikit-learn==1.9.1 && env/bin/python tooling/golden/class_weights.py
"""
import json
import pathlib

import numpy
import sklearn
from sklearn.utils.class_weight import compute_class_weight

random = numpy.random.default_rng(20240811)
cases = []
for classes in (1, 2, 3, 5, 10):
    labels = random.choice(classes, 40, p=random.dirichlet(numpy.ones(classes)))
    present = numpy.unique(labels)
    weights = compute_class_weight("balanced", classes=present, y=labels)
    cases.append({"classes": classes, "labels": labels.tolist(), "present": present.tolist(), "weights": weights.tolist()})

doc = f'scikit-learn {sklearn.__version__}, compute_class_weight("balanced"): the weights of the classes that are present in the labels.'
path = pathlib.Path(__file__).parents[2] / "golden" / "class_weights.json"
path.write_text(json.dumps({"_doc": doc, "cases": cases}, separators=(",", ":")) + "\n")
