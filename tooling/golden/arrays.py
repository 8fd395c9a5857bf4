"""Writes golden/arrays/: small npy and npz files as NumPy saves them, and expected.json, what they hold.

Run with Debian's python3-numpy: /usr/bin/python3 tooling/golden/arrays.py
"""
import json
import pathlib

import numpy

folder = pathlib.Path(__file__).parents[2] / "golden" / "arrays"
folder.mkdir(exist_ok=True)
random = numpy.random.default_rng(20240811)

base = random.integers(0, 200, (2, 3, 4))
arrays = {
    "uint8": base.astype(numpy.uint8), "int8": (base - 100).astype(numpy.int8), "bool": base > 100,
    "uint16": base.astype(numpy.uint16), "int16_big": (base - 100).astype(">i2"), "int32": base.astype(numpy.int32), "uint32": base.astype(numpy.uint32),
    "int64": base - 100, "uint64": base.astype(numpy.uint64),
    "float16": (base / 8).astype(numpy.float16), "float32": (base / 8).astype(numpy.float32), "float64": base / 8, "float64_big": (base / 8).astype(">f8"),
    "fortran": numpy.asfortranarray(base.astype(numpy.uint8)), "fortran_float": numpy.asfortranarray(base / 8),
    "scalar": numpy.float32(2.5), "empty": numpy.empty((0, 3), numpy.uint8), "vector": numpy.arange(5),
}
expected = {}
for name, array in arrays.items():
    numpy.save(folder / f"{name}.npy", array)
    expected[name] = {"shape": list(array.shape), "values": [float(value) for value in numpy.ravel(array, order="C")]}

with open(folder / "version2.npy", "wb") as file:
    numpy.lib.format.write_array(file, arrays["int32"], version=(2, 0))
expected["version2"] = expected["int32"]
numpy.save(folder / "refused_objects.npy", numpy.array([1, "a", None], dtype=object))
numpy.save(folder / "refused_complex.npy", numpy.array([1j]))
numpy.save(folder / "refused_records.npy", numpy.zeros(2, dtype=[("a", "u1"), ("b", "f4")]))

pictures = random.integers(0, 256, (12, 6, 5, 3)).astype(numpy.uint8)
labels = numpy.arange(12) % 3
numpy.savez(folder / "keras.npz", x_train=pictures[:9], y_train=labels[:9, None], x_test=pictures[9:], y_test=labels[9:, None])
numpy.savez_compressed(
    folder / "medmnist.npz", train_images=pictures[:6], train_labels=labels[:6, None].astype(numpy.uint8),
    val_images=pictures[6:9], val_labels=labels[6:9, None].astype(numpy.uint8), test_images=pictures[9:], test_labels=labels[9:, None].astype(numpy.uint8),
)
expected["pictures"] = {"shape": list(pictures.shape), "values": pictures.ravel().tolist()}
expected["labels"] = {"shape": [12], "values": labels.tolist()}
doc = f"NumPy {numpy.__version__}: shape and values, row-major, of the npy file of that name; pictures and labels are those of both npz files, 9 (or 6 and 3 for validation) for training and 3 for test."
(folder / "expected.json").write_text(json.dumps({"_doc": doc, **expected}, separators=(",", ":")) + "\n")
