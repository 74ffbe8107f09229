"""The damage that Scripts/soak-damage does: each function changes files, by a generator of random numbers that it is given."""
import copy, gzip, json, math, os, shutil, struct, subprocess
from checkedfiles import Tensors, fix_checkpoint, fix_model

VALUES = [-1, 0, 1, 2, 1.5, 1e308, 1e39, -1e308, 2**31 - 1, 2**31, 2**32 - 1, 2**53, 2**63 - 1, 2**63, 2**64, -2**63,
          1e-320, None, "", "../../etc/passwd", "x" * 100_000, [], {}, True, [1], [0], [-1, 2**62], [16384] * 16]
JUNK = ["", "\0", "\x1b[2J\x07", "<script>alert(1)</script>", "\u202e", "\ufeff", "a" * 1_000_000, "\n" * 1000,
        ",,,,,,,,", '"', '"""', "-1", "1e400", "NaN", "inf", "9" * 23, str(-2**63), "\\", "\r", "\r\n", "\udcff"]
CELLS = ["1e400", "-1e400", "1e308", "3.4e38", "1e-46", "0x10", "+5", "-0", "٥", "NaN", "inf", "-infinity", "1_000", "",
         " ", "\t", "\0", str(2**63 - 1), str(2**63), str(-2**63), str(2**64), str(2**32), "9.3e18", "9" * 26, "-1", "0",
         "1.5", "a" * 100_000, "\x1b[31m\x07", "<script>", '"', '""', '"a', "\r", "\u2028", "\udcff", "\udc80", "=1+1",
         "1" * 400, ".", "e", "1e", "--1", "0." + "0" * 400 + "1", "0000000001", "1 2"]


def write(path, data):
    open(path, "wb").write(data)


def a_file(folder, dice):
    return folder + "/" + dice.choice(sorted(name for name in os.listdir(folder) if os.path.isfile(f"{folder}/{name}")))


# Bytes and files, without right checksums.

def flip_bits(folder, dice):
    path = a_file(folder, dice)
    data = bytearray(open(path, "rb").read() or b"\0")
    for _ in range(dice.choice([1, 1, 2, 8])):
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    write(path, bytes(data))


def cut(folder, dice):
    path = a_file(folder, dice)
    data = open(path, "rb").read()
    write(path, dice.choice([data[:dice.randrange(len(data) + 1)], data + b"\0" * dice.choice([1, 9, 4096]), b""]))


def replace_file(folder, dice):
    path = a_file(folder, dice)
    os.unlink(path)
    dice.choice([
        lambda: None, lambda: os.mkdir(path), lambda: os.mkfifo(path), lambda: os.symlink("/dev/zero", path),
        lambda: os.symlink(os.path.basename(path), path)])()


def mix_files(folder, dice):
    """Two files of the folder trade places."""
    one, other = a_file(folder, dice), a_file(folder, dice)
    first, second = open(one, "rb").read(), open(other, "rb").read()
    write(one, second)
    write(other, first)


# Tensors, with right checksums.

def a_tensor_file(folder, dice):
    return folder + "/" + dice.choice(sorted(name for name in os.listdir(folder) if name.endswith(".safetensors")))


def change_numbers(folder, dice):
    path = a_tensor_file(folder, dice)
    tensors = Tensors(path)
    name = dice.choice(sorted(tensors.entries))
    numbers = tensors.numbers(name)
    real = tensors.entries[name]["dtype"].startswith("F")
    value = dice.choice([math.nan, math.inf, -math.inf, 3e38, -3e38, 1e-40, 0.0, -1.0, 1e20] if real
                        else [0, 1, 39, 40, 41, 2**31 - 1] if numbers.typecode in "iqB" and numbers.itemsize > 1
                        else [0, 1, 39, 40, 41, 255] if numbers.itemsize == 1
                        else [0, 1, 39, 40, 41, 2**31, 2**32 - 1])
    if len(numbers):
        places = dice.choice([[0], [len(numbers) - 1], [dice.randrange(len(numbers))], range(len(numbers))])
        for place in places:
            numbers[place] = value
    tensors.bytes[name] = numbers.tobytes()
    tensors.write(path)


def change_shape(folder, dice):
    path = a_tensor_file(folder, dice)
    tensors = Tensors(path)
    name, other = dice.choice(sorted(tensors.entries)), dice.choice(sorted(tensors.entries))
    entry, data = tensors.entries[name], tensors.bytes[name]
    shape = list(entry["shape"])
    row = len(data) // shape[0] if shape and shape[0] else 0
    kind = dice.randrange(7)
    if kind == 0 and shape and shape[0]:
        entry["shape"], tensors.bytes[name] = [shape[0] - 1] + shape[1:], data[:len(data) - row]
    elif kind == 1 and shape:
        entry["shape"], tensors.bytes[name] = [0] + shape[1:], b""
    elif kind == 2:
        del tensors.entries[name]
    elif kind == 3:
        entry["shape"] = shape[::-1] + [1, 1]
    elif kind == 4:
        entry["dtype"] = {"F32": "U32", "U32": "F32", "I32": "F32"}.get(entry["dtype"], "U8")
    elif kind == 5 and shape:
        entry["shape"], tensors.bytes[name] = [shape[0] * 2] + shape[1:], data * 2
    else:
        # The numbers of another tensor.
        tensors.entries[name], tensors.entries[other] = tensors.entries[other], entry
        tensors.bytes[name], tensors.bytes[other] = tensors.bytes[other], data
    tensors.write(path)


def change_header(folder, dice):
    path = a_tensor_file(folder, dice)
    data = open(path, "rb").read()
    length = struct.unpack("<Q", data[:8])[0]
    if dice.random() < 0.4:
        lengths = [0, 1, 7, length - 1, length + 1, len(data), 10**8, 2**31, 2**63 - 1, 2**63, 2**64 - 1]
        return write(path, struct.pack("<Q", dice.choice(lengths)) + data[8:])
    if dice.random() < 0.3:
        text = dice.choice([b"[" * 100_000, b'{"a":' * 100_000, b"{}", b"", b"null", b"\xff" * 64, b'{"__metadata__":{}}'])
        return write(path, struct.pack("<Q", len(text)) + text + data[8 + length:])

    def damage(entries):
        entry = entries[dice.choice(sorted(entries))]
        key = dice.choice(["data_offsets", "shape", "dtype"])
        entry[key] = dice.choice({
            "data_offsets": [[-8, 8], [0, 2**63 - 1], [0, 2**64], [8, 0], [0, 4], [], [1.5, 2]],
            "shape": [[2**62, 4], [2**32, 2**32, 0], [1] * 5000, [-1, -1], [1000.0], [2**31], []],
            "dtype": ["F128\0\x1b[31m", "BF16", "", 4, "BOOL"]}[key])
        if dice.random() < 0.2:
            end = max(entry["data_offsets"][1] for entry in entries.values() if len(entry["data_offsets"]) > 1)
            entries |= {f"t{k}": dict(dtype="F32", shape=[0], data_offsets=[end, end]) for k in range(50_000)}
    Tensors(path).write(path, damage)


# JSON and text, with right checksums.

def leaves(value, path=()):
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inner:
        yield from leaves(part, path + (key,))
    if path:
        yield path


def change_json(path, dice):
    root = json.load(open(path))
    for _ in range(dice.choice([1, 1, 2])):
        place = root
        *way, last = dice.choice(list(leaves(root)))
        for key in way:
            place = place[key]
        if dice.random() < 0.1:
            del place[last]
        else:
            place[last] = copy.deepcopy(dice.choice(VALUES))
    text = json.dumps(root)
    if dice.random() < 0.05:
        text = dice.choice(['{"a":' * 100_000, "[" * 100_000, "{}", "null", "", text.replace(":", ":NaN,", 1)])
    open(path, "w").write(text + "\n")


def change_manifest(folder, dice):
    change_json(folder + "/model.json", dice)
    fix_model(folder)


def change_text(folder, dice):
    path = folder + "/" + dice.choice(["books.csv", "books.txt", "readers.txt", "tags.csv", "titles.csv"])
    lines = open(path).read().split("\n")
    junk, kind = dice.choice(JUNK), dice.randrange(5)
    if kind == 0:
        lines[dice.randrange(len(lines))] = junk
    elif kind == 1:
        place = dice.randrange(len(lines))
        lines[place] = ",".join(junk if dice.random() < 0.5 else cell for cell in lines[place].split(","))
    elif kind == 2:
        lines = lines[:1] + [",".join(junk[:10_000] if k == 0 else c for k, c in enumerate(line.split(",")))
                             for line in lines[1:]]
    elif kind == 3:
        lines = lines[:1] + [lines[1]] * (len(lines) - 2) + [""]
    else:
        lines = lines[:1] + lines[1:-1][::-1] + [""]
    write(path, "\n".join(lines).encode("utf-8", "surrogateescape"))
    fix_model(folder)


def change_figures(folder, dice):
    change_json(folder + "/checkpoint.json", dice)
    fix_checkpoint(folder)


def trust_tensors(damage):
    """The damage, with a checkpoint whose figures name the new checksum of its tensors."""
    def done(folder, dice):
        damage(folder, dice)
        path = folder + "/checkpoint.json"
        figures = json.load(open(path))
        try:
            checksum = Tensors(folder + "/state.safetensors").meta["crc32c"]
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError, struct.error):
            return
        for key in figures:
            if "checksum" in key.lower():
                figures[key] = checksum
        json.dump(figures, open(path, "w"))
        fix_checkpoint(folder)
    return done


# Data.

DATA = ["ratings.csv", "books.csv", "book_tags.csv", "tags.csv", "to_read.csv"]


def change_cells(folder, dice):
    path = folder + "/" + dice.choice(DATA)
    lines = open(path, "rb").read().split(b"\n")
    column = dice.randrange(len(lines[0].split(b",")))
    value = dice.choice(CELLS).encode("utf-8", "surrogateescape")
    for place in range(1, len(lines) - 1) if dice.random() < 0.3 else [dice.randrange(1, len(lines) - 1)]:
        cells = lines[place].split(b",")
        if column < len(cells):
            cells[column] = value
        lines[place] = b",".join(cells)
    write(path, b"\n".join(lines))


def change_ids(folder, dice):
    path, column = folder + "/" + dice.choice(DATA), dice.randrange(2)
    base = dice.choice([-2**63, 2**63 - 3000, 2**32 - 20, 2**31, -5, 10**17])
    lines = open(path).read().split("\n")
    for place in range(1, len(lines) - 1):
        cells = lines[place].split(",")
        if column < len(cells) and cells[column].isdigit():
            cells[column] = str(base + int(cells[column]))
        lines[place] = ",".join(cells)
    open(path, "w").write("\n".join(lines))


def change_structure(folder, dice):
    path = folder + "/" + dice.choice(DATA)
    data = open(path, "rb").read()
    lines = data.split(b"\n")
    write(path, dice.choice([
        lambda: b"", lambda: lines[0] + b"\n", lambda: data.replace(b"\n", b"\r\n"), lambda: data.replace(b"\n", b"\r"),
        lambda: b"\xef\xbb\xbf" * 2 + data, lambda: data.replace(b",", b";"),
        lambda: data.decode("utf-8", "replace").encode("utf-16"),
        lambda: b"\n".join(line + b"," + line for line in lines[:-1]) + b"\n", lambda: b"\n" * 100_000 + data,
        lambda: lines[0] + b'\n"' + b"x" * 5_000_000, lambda: b"\n".join(line + b"," * 1_000_000 for line in lines[:2]),
        lambda: data[:dice.randrange(len(data))], lambda: data + b"\0" * 5000, lambda: b"\n".join(lines[:2]) + b"\n",
        lambda: b"\n".join([lines[0]] + [lines[1]] * 3000) + b"\n", lambda: lines[0] + b"\n" + b"x" * 20_000_000 + b"\n",
    ])())


def change_bytes(folder, dice):
    path = folder + "/" + dice.choice(DATA)
    data = bytearray(open(path, "rb").read())
    for _ in range(dice.randrange(1, 30)):
        place = dice.randrange(len(data))
        data[place:place + dice.randrange(1, 6)] = bytes(dice.choice(b'",\n\r\0\xff-+.e0 9\t') for _ in range(dice.randrange(4)))
    write(path, bytes(data))


def compressed(data, dice):
    """The bytes with gzip, or with Zstandard where its program is there; and how their names end."""
    if shutil.which("zstd") and dice.random() < 0.5:
        done = subprocess.run(["zstd", "--quiet", dice.choice(["--check", "--no-check"])], input=data, capture_output=True, check=True)
        return done.stdout, ".zst"
    return gzip.compress(data, mtime=0), ".gz"


def damage_compressed(folder, dice):
    """One file of the folder is compressed, and the compressed bytes are damaged."""
    path = folder + "/" + dice.choice(DATA)
    data, ending = compressed(open(path, "rb").read(), dice)
    def flipped(first, last):
        result = bytearray(data)
        for _ in range(dice.choice([1, 1, 3])):
            result[dice.randrange(first, last)] ^= 1 << dice.randrange(8)
        return bytes(result)
    os.unlink(path)
    write(path + ending, dice.choice([
        lambda: flipped(0, len(data)), lambda: flipped(0, min(20, len(data))), lambda: flipped(len(data) - 8, len(data)),
        lambda: data[:dice.randrange(len(data))], lambda: data[:-1], lambda: data[:dice.randrange(12)],
        lambda: data + b"\0" * dice.choice([1, 600]), lambda: data + b"x", lambda: data + data, lambda: data[:-4] + b"\xff" * 4,
        lambda: compressed(data, dice)[0], lambda: compressed(b"\n" * 200_000_000, dice)[0]])())


# YAML.

PIECES = ["\n", ":", " ", "-", "[", "]", "{", "}", '"', "'", "#", "&a", "*a", "!!int", "!!python/object:os.system x", "|",
          ">", "\t", "%", "---", "<<: *a", "\0", "é", "? ", "\x1b[31m", "\u202e", "\ufeff"]


def change_yaml_bytes(path, dice):
    text = open(path).read()
    for _ in range(dice.randrange(1, 5)):
        place, piece = dice.randrange(len(text) + 1), dice.choice(PIECES)
        text = dice.choice([text[:place] + piece + text[place:], text[:place] + text[place + 9:], text[:place] or "a"])
    open(path, "w").write(text)


def change_yaml_value(path, dice):
    lines = open(path).read().split("\n")
    place = dice.choice([k for k, line in enumerate(lines) if ":" in line and not line.lstrip().startswith("#")])
    value = dice.choice(["1e400", "-1", "0", "1.5", str(2**63), "9" * 400, ".nan", ".inf", "none", "~", "[]", "{}", "''",
                         "[1, 2, 3]", "{a: b}", "true", "x" * 100_000, "\x1b]0;x\x07", "*a", "!!binary x", "0x10", "1_000",
                         "2026-01-01", "yes", "[" + "1," * 100_000 + "]"])
    lines[place] = lines[place].split(":")[0] + ": " + value
    open(path, "w").write("\n".join(lines))


def nest_yaml(path, dice):
    deep = dice.choice([10, 1000, 20_000, 100_000])
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{chr(98 + k)}: &{chr(98 + k)} [" + ",".join([f"*{chr(97 + k)}"] * 9) + "]\n" for k in range(9))
    open(path, dice.choice("aw")).write(dice.choice([
        "[" * deep, "{a: " * deep, "- " * deep, "a:\n" + "".join(" " * k + "a:\n" for k in range(1, min(deep, 2000))), bomb,
        "a: &a\n  b: *a\n", "&a [*a]\n", "x: 1\n" * deep, "? " * deep, "a: |\n" + " x\n" * deep, '"' + "x" * deep]))
