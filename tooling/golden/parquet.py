"""Writes golden/parquet/: small parquet files of pictures as Hugging Face's `datasets` lays them out, and expected.json, what they hold.

The text "huggingface" and the columns are those that `datasets` writes; the files are pyarrow's. Debian has no pyarrow, so
python3 -m venv env && env/bin/pip install pyarrow==25.0.1 numpy && env/bin/python tooling/golden/parquet.py
"""
import base64
import json
import pathlib
import struct
import zlib

import numpy
import pyarrow
import pyarrow.parquet

folder = pathlib.Path(__file__).parents[2] / "golden" / "parquet"
folder.mkdir(exist_ok=True)
random = numpy.random.default_rng(20240811)


def png(pixels):
    """The bytes of an 8-bit grey PNG."""
    height, width = pixels.shape
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)
    chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


classes = ["cat", "dog", "owl"]
info = {"info": {"features": {"image": {"_type": "Image"}, "label": {"names": classes, "_type": "ClassLabel"}}}}
hugging = {"huggingface": json.dumps(info)}
image = pyarrow.struct([("bytes", pyarrow.binary()), ("path", pyarrow.string())])
pictures = [png(random.integers(0, 256, (5, 4)).astype(numpy.uint8)) for _ in range(10)]
labels = [int(label) for label in random.integers(0, 3, 10)]
expected = {}


def write(name, rows, *, labels, schema=None, table=None, **options):
    if table is None:
        images = [None if picture is None else {"bytes": picture, "path": f"{i}.png"} for i, picture in enumerate(rows)]
        table = pyarrow.table({"image": pyarrow.array(images, image), "label": pyarrow.array(labels, pyarrow.int64())}).replace_schema_metadata(hugging)
    pyarrow.parquet.write_table(table, folder / f"{name}.parquet", **options)
    expected[name] = {"pictures": [None if picture is None else pictures.index(picture) for picture in rows], "labels": labels}


write("train-00000-of-00002", pictures[:4], labels=labels[:4], row_group_size=2)
write("train-00001-of-00002", pictures[4:7], labels=labels[4:7])
write("test-00000-of-00001", pictures[7:], labels=labels[7:])
write("plain", pictures, labels=labels, compression="none", use_dictionary=False)
write("gzip", pictures, labels=labels, compression="gzip")
write("version2", pictures, labels=labels, data_page_version="2.0", use_dictionary=False)
write("pages", pictures * 20, labels=labels * 20, data_page_size=600, dictionary_pagesize_limit=700, write_batch_size=8)
write("missing", [pictures[0], None, pictures[1], None], labels=[0, 1, None, -1])
bare = pyarrow.table({"id": pyarrow.array([7, 8, 9]), "img": pyarrow.array(pictures[:3], pyarrow.binary()), "class": pyarrow.array(["b", "a", "b"])})
write("bare", pictures[:3], labels=["b", "a", "b"], table=bare)
strict = pyarrow.schema([pyarrow.field("img", pyarrow.binary(), nullable=False), pyarrow.field("label", pyarrow.int32(), nullable=False)])
write("required", pictures[:3], labels=[2, 0, 1], table=pyarrow.table([pyarrow.array(pictures[:3], pyarrow.binary()), pyarrow.array([2, 0, 1], pyarrow.int32())], schema=strict))
write("refused_zstd", pictures[:2], labels=[0, 1], compression="zstd")
write("refused_delta", pictures[:2], labels=[0, 1], use_dictionary=False, column_encoding={"label": "DELTA_BINARY_PACKED"})
lists = pyarrow.table({"image": pyarrow.array([[pictures[0]], []], pyarrow.list_(pyarrow.binary())), "label": pyarrow.array([0, 1])})
write("refused_lists", [], labels=[], table=lists)

doc = f"pyarrow {pyarrow.__version__}: encoded pictures (base64), and by file, row by row, their places in that list and the labels. The text huggingface names the classes {', '.join(classes)}."
encoded = [base64.b64encode(picture).decode() for picture in pictures]
(folder / "expected.json").write_text(json.dumps({"_doc": doc, "pictures": encoded, "files": expected}, separators=(",", ":")) + "\n")
