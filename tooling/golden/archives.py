"""Archives as Python's own modules write them, into golden/archives: what each holds is in contents.json. Run with Debian's Python."""

import gzip, hashlib, io, json, pathlib, tarfile, zipfile

folder = pathlib.Path(__file__).parents[2] / "golden" / "archives"
folder.mkdir(exist_ok=True)
files = {
    "empty.bin": b"",
    "readme.txt": "grüße\n".encode(),
    "größe/ß.bin": bytes(range(256)),
    "data/batch_1.bin": bytes((i * i) % 251 for i in range(3000)),
    "/".join(["a" * 60, "b" * 60, "c" * 20, "split.bin"]): b"a name that ustar parts in two",
    "/".join(["d" * 120, "e" * 120, "f" * 30]): b"a name that only an extension holds",
}
digests = {name: {"bytes": len(content), "md5": hashlib.md5(content).hexdigest()} for name, content in files.items()}


def tar(name, form, chosen):
    with tarfile.open(folder / name, "w", format=form, **({"pax_headers": {"comment": "for all files"}} if form == tarfile.PAX_FORMAT else {})) as archive:
        entry = tarfile.TarInfo("./data")
        entry.type, entry.mode = tarfile.DIRTYPE, 0o755
        archive.addfile(entry)
        for path in chosen:
            entry = tarfile.TarInfo(path)
            entry.size = len(files[path])
            archive.addfile(entry, io.BytesIO(files[path]))


# ustar holds ASCII as bytes and names of at most 100 bytes after a prefix of 155.
short = [name for name in files if "ddd" not in name]
tar("ustar.tar", tarfile.USTAR_FORMAT, short)
tar("pax.tar", tarfile.PAX_FORMAT, files)
tar("gnu.tar", tarfile.GNU_FORMAT, files)
(folder / "pax.tar.gz").write_bytes(gzip.compress((folder / "pax.tar").read_bytes(), mtime=0))
(folder / "pax.tar").unlink()


class Unseekable(io.RawIOBase):
    """What is written to a pipe has its sizes after the content."""

    def __init__(self):
        self.bytes = b""

    def writable(self):
        return True

    def write(self, content):
        self.bytes += bytes(content)
        return len(content)


def zipped(target, method, wide):
    with zipfile.ZipFile(target, "w", method) as archive:
        archive.comment = b"a comment with PK\x05\x06 in it"
        archive.writestr(zipfile.ZipInfo("data/"), b"")
        for path, content in files.items():
            entry = zipfile.ZipInfo(path)
            entry.compress_type = method
            with archive.open(entry, "w", force_zip64=wide) as file:
                file.write(content)


zipped(folder / "stored.zip", zipfile.ZIP_STORED, False)
zipped(folder / "deflated.zip", zipfile.ZIP_DEFLATED, True)
pipe = Unseekable()
zipped(pipe, zipfile.ZIP_DEFLATED, False)
(folder / "piped.zip").write_bytes(pipe.bytes)
doc = "Files by archive: bytes and MD5 of the content. Written by tooling/golden/archives.py."
held = {path.name: {name: digests[name] for name in (short if path.name == "ustar.tar" else files)} for path in sorted(folder.iterdir()) if path.suffix != ".json"}
(folder / "contents.json").write_text(json.dumps({"_doc": doc, "archives": held}, ensure_ascii=False, indent=1) + "\n")
