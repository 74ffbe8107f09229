"""Octavo's plain network, PyTorch and Keras in turn on the same ratings: a table of medians and ratios.

    python throughput.py --octavo PROGRAM --data FOLDER [--batch-sizes 32,128,4096,16384] [--rounds 3] [--seconds 4]

FOLDER has ratings.csv; `octavo synthesize` makes it. Every round runs each program once. Peers run with the flags in
BEST; `--choose` measures all of those in FLAGS. Octavo trains two epochs; the second counts.
"""
import argparse, json, os, statistics, subprocess, sys, tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
FLAGS = {
    "torch": [["--sparse"], [], ["--compile"], ["--sparse", "--compile"]],
    "keras": [[], ["--steps-per-execution", "32"], ["--jit"], ["--jit", "--steps-per-execution", "32"]],
}
# By peer and batch size. PyTorch's for 128 and 4,096 were the fastest of one run each, in single precision, of --sparse, no flag and
# --compile. Its others follow those; Keras' are its defaults. `--choose` has not been run for them.
BEST = {
    "torch": {32: ["--sparse"], 128: ["--sparse"], 4096: ["--compile"], 16384: ["--compile"]},
    "keras": {32: [], 128: [], 4096: [], 16384: []},
}


def environment():
    """Without what chooses OpenBLAS' kernels: the program gets those that a user gets."""
    return {name: value for name, value in os.environ.items() if not name.startswith("OPENBLAS_")}


def last_lines(command):
    done = subprocess.run(command, env=environment(), capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def octavo(a, size, bfloat16):
    with tempfile.TemporaryDirectory() as folder:
        # --l2 0 and constant rates: what the peers do.
        lines = last_lines([
            a.octavo, "train", "--data", a.data, "--run", folder + "/run", "--format", "json", "--architecture", "plain",
            "--optimizer", "adam", "--l2", "0", "--schedule", "constant", "--batch-size", str(size), "--epochs", "2", "--no-lists",
            "--no-comparison", "--threads", str(a.threads), "--precision", "bfloat16" if bfloat16 else "single"])
    return [line["ratings_per_second"] for line in lines if line["event"] == "epoch"][-1]


def peer(name, a, size, bfloat16, flags=None):
    flags = BEST[name][size] if flags is None else flags
    command = [sys.executable, f"{HERE}/throughput_{name}.py", "--ratings", a.data + "/ratings.csv", "--batch-size", str(size),
               "--seconds", str(a.seconds), "--threads", str(a.threads)]
    line = last_lines(command + flags + ["--bfloat16"] * bfloat16)[-1]
    print(json.dumps(line), file=sys.stderr)
    return line["ratings_per_second"]


RUNS = {"Octavo": octavo, "PyTorch": lambda *asked: peer("torch", *asked), "Keras": lambda *asked: peer("keras", *asked)}


def choose(a):
    for size in a.batch_sizes:
        for name, variants in FLAGS.items():
            for bfloat16 in (False, True):
                for flags in variants:
                    peer(name, a, size, bfloat16, flags)


def compare(a):
    keys = [(size, bfloat16, name) for size in a.batch_sizes for bfloat16 in (False, True) for name in RUNS]
    rates = {key: [] for key in keys}
    for _ in range(a.rounds):
        for size, bfloat16, name in keys:
            rates[size, bfloat16, name].append(RUNS[name](a, size, bfloat16))
    print(f"| batch | precision | {' | '.join(RUNS)} | Octavo to the best peer |\n|---|---|---|---|---|---|")
    for size in a.batch_sizes:
        for bfloat16 in (False, True):
            medians = [statistics.median(rates[size, bfloat16, name]) for name in RUNS]
            cells = " | ".join(f"{median / 1e6:.3f} M" for median in medians)
            print(f"| {size:,} | {'bfloat16' if bfloat16 else 'single'} | {cells} | {medians[0] / max(medians[1:]):.1f} |")


if __name__ == "__main__":
    p = argparse.ArgumentParser()
    p.add_argument("--octavo", required=True)
    p.add_argument("--data", required=True)
    p.add_argument("--batch-sizes", type=lambda text: [int(size) for size in text.split(",")], default=[32, 128, 4096, 16384])
    p.add_argument("--rounds", type=int, default=3)
    p.add_argument("--seconds", type=float, default=4)
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--choose", action="store_true", help="measure all flags of the peers once instead")
    a = p.parse_args()
    choose(a) if a.choose else compare(a)
