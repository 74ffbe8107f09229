"""Time to quality, as MLPerf measures it: from the start of the process and the CSV files to a model at or below a target error.

    python time_to_quality.py --data FOLDER --task goodbooks --octavo PROGRAM [--runs 5] [--tools "Octavo,myFM side"]

FOLDER has ratings.csv (training) and test.csv, as split.py makes them, and the side files. Every tool has the fixed settings
below; rounds go through the tools in turn. Of three runs and more the fastest and the slowest are dropped. Prints a table of
mean seconds and processor seconds of the whole process, the error reached, and the time as a multiple of the first tool's.
"""
import argparse, json, os, subprocess, sys, time
from statistics import mean

HERE = os.path.dirname(os.path.abspath(__file__))
OCTAVO = ["--format", "json", "--no-comparison", "--no-lists"]
FEW = ["--epochs", "1", "--without", "tags,to-read"]
PLAIN = OCTAVO + ["--architecture", "plain", "--optimizer", "adam", "--batch-size", "4096"]

# The target is the test RMSE of the best peer found; on "synthesized" that of Octavo's plain network, rounded up.
TASKS = {
    "goodbooks": dict(target=0.8165, tools={
        "Octavo, one epoch, no tags or lists to read": OCTAVO + FEW,
        "Octavo, defaults": ["--format", "json"],
        "myFM side": "fm-side iterations=100",
        "myFM implicit": "fm-implicit",
        "Surprise SVD": "svd",
        "Surprise SVD++": "svdpp",
        "PyTorch": "network-torch",
        "Keras": "network-keras",
    }),
    "goodbooks-union": dict(target=0.8098, tools={
        "Octavo, one epoch, no tags or lists to read": OCTAVO + FEW,
        "myFM side": "fm-side",
    }),
    "synthesized": dict(target=0.8546, tools={
        "Octavo, plain": PLAIN + ["--epochs", "2"],
        "PyTorch": "network-torch",
        "Keras": "network-keras",
    }),
}


def command(a, tool):
    if isinstance(tool, list):
        run = os.path.join(a.scratch, f"run-{os.getpid()}")
        return [a.octavo, "train", "--data", a.data, "--test-ratings", f"{a.data}/test.csv", "--run", run, "--force"] + tool
    method, *changes = tool.split()
    settings = [part for change in changes for part in ("--set", change)]
    return [sys.executable, f"{HERE}/accuracy.py", "--no-standard-error", "--method", method, "--ratings", f"{a.data}/ratings.csv",
            "--test", f"{a.data}/test.csv", "--settings", a.task] + settings


def measured(command):
    """Seconds and processor seconds of the whole process, and the RMSE that it printed last."""
    # Without what chooses OpenBLAS' kernels: every program gets those that a user gets.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("OPENBLAS_")}
    started = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    lines = process.stdout.read().splitlines()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}.")
    last = json.loads([line for line in lines if line.startswith("{")][-1])
    return seconds, usage.ru_utime + usage.ru_stime, last["test"]["rmse"] if "test" in last else last["rmse"]


def without_extremes(values):
    return sorted(values)[1:-1] if len(values) > 2 else values


def report(task, results):
    reference = None
    print(f"target: test RMSE {task['target']}\n\n| tool | test RMSE | reached | s | processor s | × first |\n|---|---|---|---|---|---|")
    for name, runs in results.items():
        seconds, processor, errors = (list(column) for column in zip(*runs))
        error, time_taken = max(errors), mean(without_extremes(seconds))
        reference = reference or time_taken
        reached = "yes" if error <= task["target"] else "no"
        print(f"| {name} | {error:.4f} | {reached} | {time_taken:.1f} | {mean(without_extremes(processor)):.1f} | {time_taken / reference:.1f} |")


if __name__ == "__main__":
    p = argparse.ArgumentParser()
    p.add_argument("--data", required=True)
    p.add_argument("--task", required=True, choices=TASKS)
    p.add_argument("--octavo", required=True)
    p.add_argument("--runs", type=int, default=5)
    p.add_argument("--tools", help="beginnings of the tools' names, by commas; all without it")
    p.add_argument("--scratch", default="/tmp", help="where Octavo's run goes; it is replaced by the next")
    a = p.parse_args()
    task = TASKS[a.task]
    begins = tuple(a.tools.split(",")) if a.tools else ("",)
    tools = {name: tool for name, tool in task["tools"].items() if name.startswith(begins)}
    results = {name: [] for name in tools}
    for _ in range(a.runs):
        for name, tool in tools.items():
            results[name].append(measured(command(a, tool)))
            print(name, *(round(value, 4) for value in results[name][-1]), file=sys.stderr)
    report(task, results)
