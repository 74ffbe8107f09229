"""Reads and writes Octavo's files with checksums that are right, so that damage gets past them."""
import array, json, os, struct

SIZES = {"F32": 4, "U32": 4, "I32": 4, "F64": 8, "I64": 8, "U64": 8, "U8": 1}
CODES = {"F32": "f", "U32": "I", "I32": "i", "F64": "d", "I64": "q", "U64": "Q", "U8": "B"}
TABLE = []
for _byte in range(256):
    for _ in range(8):
        _byte = _byte >> 1 ^ 0x82F63B78 if _byte & 1 else _byte >> 1
    TABLE.append(_byte)


def crc32c(data):
    value = 0xFFFFFFFF
    for byte in data:
        value = value >> 8 ^ TABLE[(value ^ byte) & 255]
    return value ^ 0xFFFFFFFF


class Tensors:
    """A safetensors file: names with types, shapes and bytes."""

    def __init__(self, path):
        data = open(path, "rb").read()
        length = struct.unpack("<Q", data[:8])[0]
        self.entries = json.loads(data[8:8 + length])
        self.meta = self.entries.pop("__metadata__", {})
        self.bytes = {name: data[8 + length:][slice(*entry["data_offsets"])] for name, entry in self.entries.items()}

    def numbers(self, name):
        return array.array(CODES[self.entries[name]["dtype"]], self.bytes[name])

    def write(self, path, change_header=lambda entries: None):
        """Writes the file; `change_header` damages what the header says."""
        data, entries = b"", {}
        for name in sorted(self.entries):
            end = len(data) + len(self.bytes[name])
            entries[name] = dict(self.entries[name], data_offsets=[len(data), end])
            data += self.bytes[name]
        change_header(entries)
        self.meta |= {"crc32c": f"{crc32c(data):08x}", "header_crc32c": "00000000"}
        text = header_bytes({"__metadata__": self.meta, **entries})
        self.meta["header_crc32c"] = f"{crc32c(struct.pack('<Q', len(text)) + text):08x}"
        text = header_bytes({"__metadata__": self.meta, **entries})
        open(path, "wb").write(struct.pack("<Q", len(text)) + text + data)


def header_bytes(header):
    text = json.dumps(header, separators=(",", ":")).encode()
    return text + b" " * (-len(text) % 8)


def fix_model(folder):
    """Writes the checksums of a model's files that are no tensors."""
    path = folder + "/checksums.json"
    names = [name for name in json.load(open(path)) if os.path.isfile(f"{folder}/{name}")]
    json.dump({name: f"{crc32c(open(f'{folder}/{name}', 'rb').read()):x}" for name in names}, open(path, "w"))


def fix_checkpoint(folder):
    """Writes the checksum of a checkpoint's figures."""
    value = crc32c(open(folder + "/checkpoint.json", "rb").read())
    open(folder + "/checkpoint.json.crc32c", "w").write(f"{value:08x}")
