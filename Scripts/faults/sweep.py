"""What Scripts/soak-faults and Scripts/soak-streams share: a command with a folder to run it in, and what must hold after."""
import glob, hashlib, os, shutil, subprocess

CHANGES = "open,write,sync,rename,make,remove,cut"
EVERYTHING = CHANGES + ",read,stat,lock,list"
FAULTS = {
    "no space": dict(FAULT_CALLS="open,write,sync,rename,make,cut", FAULT_ERRNO="28"),
    "no space from there on": dict(
        FAULT_CALLS="open,write,sync,rename,make,cut", FAULT_ERRNO="28", FAULT_ONWARD="1"),
    "broken disk": dict(FAULT_CALLS=EVERYTHING, FAULT_ERRNO="5"),
    "interrupted call": dict(FAULT_CALLS="open,read,write,sync,cut,lock", FAULT_ERRNO="4"),
    "short read or write": dict(FAULT_CALLS="read,write", FAULT_KIND="short"),
    "kill": dict(FAULT_CALLS=CHANGES, FAULT_KIND="kill"),
    "SIGTERM": dict(FAULT_CALLS=CHANGES, FAULT_KIND="term"),
    "another writer": dict(FAULT_CALLS="open,read,stat", FAULT_KIND="write"),
}
COMMANDS = ["train", "resume", "replace", "retrain", "rollback", "prune", "recommend", "predict", "export", "evaluate", "report",
            "explore", "synthesize"]
# What another writer writes to: the others check what they read by its checksum, or read nothing of others.
READERS_OF_DATA = {"train": "data/ratings.csv", "retrain": "data/ratings.csv", "evaluate": "data/ratings.csv",
                   "explore": "data/ratings.csv", "predict": "pairs.csv"}
TRAINING = ["--epochs", "1", "--batch-size", "64", "--checkpoint-every", "3", "--threads", "1",
            "--embedding-dimension", "8", "--hidden", "8", "--no-comparison"]
YAML = """data: {folder: data}
models: {folder: models, keep: 2}
training: {architecture: plain, epochs: 2, embedding_dimension: 8, hidden: [8], threads: 1}
warm_start: {epochs: 1}
gate: {margin: 10}
lists: {file: lists.csv, top: 5}
metrics: {file: octavo.prom}
"""


def digest(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def tree(folder):
    """Every file and link below a folder: its digest, or where it points."""
    found = {}
    for place, folders, files in os.walk(folder):
        for name in files + folders:
            path = os.path.join(place, name)
            if os.path.islink(path):
                found[os.path.relpath(path, folder)] = "-> " + os.readlink(path)
            elif name in files:
                found[os.path.relpath(path, folder)] = digest(path)
    return found


def is_hidden(name):
    return any(part.startswith(".") for part in name.split("/"))


class Sweep:
    """One command in a folder of its own."""

    def __init__(self, octavo, shim, folder, command):
        self.octavo, self.shim, self.command = octavo, shim, command
        self.live, self.template = folder + "/live", folder + "/template"
        self.side = folder
        os.makedirs(self.live)
        self.prepare()
        shutil.copytree(self.live, self.template, symlinks=True)
        self.old = tree(self.template)
        # What is the same after two undisturbed runs must be so after every one.
        results = []
        for _ in range(2):
            self.reset()
            self.expect(self.arguments())
            results.append((self.artifacts(), tree(self.live)))
        self.result = {k: v for k, v in results[0][0].items() if results[1][0].get(k) == v}
        self.new = results[0][1]
        if os.path.exists(self.live + "/lists.csv"):
            self.list_lines = open(self.live + "/lists.csv").read().count("\n")
        self.other = None
        if command in READERS_OF_DATA:
            self.written = self.live + "/" + READERS_OF_DATA[command]
            with open(folder + "/other", "w") as file:
                file.write(self.other_data())
            self.reset()
            self.change_data()
            self.expect(self.arguments())
            self.other = self.artifacts()

    def run(self, arguments, **faults):
        environment = {k: v for k, v in os.environ.items() if not k.startswith("FAULT_")}
        if faults:
            environment.update({"LD_PRELOAD": self.shim, "FAULT_UNDER": self.live} | faults)
        # A backtrace takes a second and tells nothing that the code does not.
        environment["SWIFT_BACKTRACE"] = "enable=no"
        # Starting threads that have nothing to do takes longer than all the rest.
        environment["OPENBLAS_NUM_THREADS"] = "1"
        try:
            done = subprocess.run([self.octavo] + arguments, env=environment, cwd=self.live,
                                  stdin=subprocess.DEVNULL, capture_output=True, timeout=120)
        except subprocess.TimeoutExpired:
            return "no end in two minutes", "", ""
        return done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")

    def expect(self, arguments):
        code, self.said, errors = self.run(arguments)
        assert code == 0, f"{arguments}: {code}: {errors}"

    def arguments(self):
        live = self.live
        return {
            "train": ["train", "--data", live + "/data", "--run", live + "/run"] + TRAINING,
            "resume": ["train", "--resume", live + "/run"],
            "replace": ["train", "--data", live + "/data", "--run", live + "/run", "--force", "--seed", "1"] + TRAINING,
            "retrain": ["retrain", "--config", live + "/retrain.yaml"],
            "rollback": ["models", "rollback", "--models", live + "/models"],
            "prune": ["models", "prune", "--models", live + "/models", "--keep", "1"],
            "recommend": ["recommend", "--model", live + "/run/model", "--all", "--format", "csv",
                          "--output", live + "/lists.csv"],
            "report": ["report", "--run", live + "/run", "--data", live + "/data", "--output", live + "/page.html"],
            "explore": ["explore", "--data", live + "/data", "--report", live + "/page.html"],
            "predict": ["predict", "--model", live + "/run/model", "--pairs", live + "/pairs.csv",
                        "--output", live + "/predictions.csv"],
            "export": ["export", "--model", live + "/run/model", "--format", "safetensors", "--output", live + "/exported"],
            "evaluate": ["evaluate", "--model", live + "/run/model", "--data", live + "/data"],
            "synthesize": ["synthesize", "--output", live + "/data", "--readers", "40", "--books", "40",
                           "--ratings", "400", "--seed", "2"],
        }[self.command]

    def prepare(self):
        live = self.live
        self.expect(["synthesize", "--output", live + "/data", "--readers", "40", "--books", "40",
                     "--ratings", "1200" if self.command in ("retrain", "rollback", "prune") else "400"])
        for name in ("lists.csv", "page.html", "predictions.csv"):
            open(f"{live}/{name}", "w").write("old\n")
        open(live + "/pairs.csv", "w").write("user_id,book_id\n1,1\n2,2\n3,3\n")
        if self.command in ("retrain", "rollback", "prune"):
            open(live + "/retrain.yaml", "w").write(YAML)
            for night in range(3):
                open(live + "/data/ratings.csv", "a").write(f"{night + 1},{30 + night},4\n")
                self.expect(["retrain", "--config", live + "/retrain.yaml"])
            open(live + "/data/ratings.csv", "a").write("9,39,4\n")
        elif self.command == "resume":
            begun = ["train", "--data", live + "/data", "--run", live + "/run"] + TRAINING
            code, _, _ = self.run(begun, FAULT_CALLS="sync", FAULT_KIND="kill", FAULT_AT="20")
            assert code == -9, code
        elif self.command in ("replace", "recommend", "predict", "export", "evaluate", "report"):
            self.expect(["train", "--data", live + "/data", "--run", live + "/run"] + TRAINING)
        if self.command == "export":
            os.mkdir(live + "/exported")
            open(live + "/exported/score.py", "w").write("old\n")

    def other_data(self):
        """Ratings of the same length: for a retraining, which looks at them, a few others; else more lines."""
        header, *lines = open(self.written).read().splitlines(keepends=True)
        if self.command == "predict":
            return header + "".join(reversed(lines))
        if self.command == "retrain":
            return header + "".join(line[:-2] + "4\n" if k % 50 == 0 else line for k, line in enumerate(lines))
        length = sum(map(len, lines))
        longer = length % 6  # Lines of seven bytes, so that those of six fill the rest.
        rows = [f"1{k},{1 + k % 9},{1 + k % 5}\n" for k in range(longer)]
        rows += [f"{1 + k % 9},{1 + k // 9 % 9},{1 + k % 5}\n" for k in range((length - 7 * longer) // 6)]
        return header + "".join(rows)

    def writer(self):
        """A shell command that another program might be, writing the file in place."""
        return f"cat {self.side}/other >{self.written}"

    def change_data(self):
        subprocess.run(["/bin/sh", "-c", self.writer()], check=True)

    def reset(self):
        shutil.rmtree(self.live, ignore_errors=True)
        shutil.copytree(self.template, self.live, symlinks=True)

    def artifacts(self):
        """What a command is run for, as far as it is the same for the same input."""
        live, found = self.live, {}
        patterns = ["run/model/*.safetensors", "models/current/model.safetensors", "lists.csv", "predictions.csv",
                    "exported/*"]
        if self.command == "synthesize":
            patterns.append("data/*")
        if self.command == "evaluate":
            found["standard output"] = self.said
        for pattern in patterns:
            for path in glob.glob(f"{live}/{pattern}"):
                found[os.path.relpath(path, live)] = digest(path)
        if self.command in ("rollback", "prune"):
            found["current"] = os.readlink(live + "/models/current")
            found["versions"] = str(sorted(n for n in os.listdir(live + "/models") if n.endswith("Z")))
        if self.command == "explore" and os.path.exists(live + "/page.html"):
            found["page.html"] = digest(live + "/page.html")
        return found

    def operations(self, faults):
        self.reset()
        path = self.side + "/operations"
        code, _, errors = self.run(self.arguments(), FAULT_LIST=path, FAULT_AT="0", **faults)
        assert code == 0, f"{code}: {errors}"
        return open(path).read().splitlines()

    # What must hold.

    def answers(self, model, problems):
        code, output, errors = self.run(["predict", "--model", model, "--pairs", self.live + "/pairs.csv"])
        if code != 0 or len(output.splitlines()) != 4:
            problems.append(f"{os.path.basename(model)} does not answer: {code}: {errors[-200:]}")

    def check_files(self, problems):
        now = tree(self.live)
        if self.command == "synthesize":
            for name in (name for name in self.new if name.startswith("data/")):
                if now.get(name) not in (self.old.get(name), self.new[name]):
                    problems.append(f"{name} is neither the old nor the new one")
        exported = [{name: value for name, value in files.items() if name.startswith("exported/")}
                    for files in (now, self.old, self.new)]
        if exported[0] not in exported[1:]:
            problems.append("exported is neither the old nor the new one")
        predictions = [files.get("predictions.csv") for files in (self.old, self.new, self.other or {})]
        if now.get("predictions.csv") not in predictions:
            problems.append("predictions.csv is neither the old nor the new one")
        for name in ("lists.csv", "page.html", "octavo.prom"):
            if name not in self.old:
                continue
            if name not in now:
                problems.append(f"{name} is gone")
            elif now[name] not in (self.old[name], self.new.get(name)):
                text = open(f"{self.live}/{name}").read()
                whole = {"lists.csv": lambda: text.startswith("user_id,") and text.count("\n") == self.list_lines,
                         "page.html": lambda: text.endswith("</html>\n"),
                         "octavo.prom": lambda: text.startswith("# HELP") and text.endswith("\n")}[name]()
                if not whole:
                    problems.append(f"{name} is neither the old nor a new one")
        if self.command in ("retrain", "rollback", "prune"):
            current = self.live + "/models/current"
            if not os.path.islink(current):
                return problems.append("no model is in service")
            version = "models/" + os.readlink(current) + "/"
            before = {k: v for k, v in self.old.items() if k.startswith(version)}
            if before and before != {k: v for k, v in now.items() if k.startswith(version)}:
                problems.append("the old model has changed")
            self.answers(current, problems)
        elif self.command == "replace" and self.of_run(now) not in (self.of_run(self.old), self.of_run(self.new)):
            problems.append("the run is neither the old nor the new one")
        elif os.path.isdir(self.live + "/run/model"):
            self.answers(self.live + "/run/model", problems)

    @staticmethod
    def of_run(files):
        """What of a finished run is the same for the same options: its model and its configuration."""
        return {k: v for k, v in files.items() if k.startswith("run/model/") or k == "run/config.json"}

    def check_promotion(self, code, output, errors, problems):
        """The code, the summary and the metrics must say the same as the store."""
        promoted = self.old["models/current"] != "-> " + os.readlink(self.live + "/models/current")
        if promoted != ("promoted 2" in output) and "standard output" not in errors:
            problems.append(f"promoted: {promoted}, but it says: {output.strip()[:200]}")
        if "metrics could not be written" in errors or code == 75:
            return
        if digest(self.live + "/octavo.prom") == self.old["octavo.prom"]:
            # The run did not come so far as to know where they are.
            return None if not promoted else problems.append("promoted, but the metrics are those of before")
        metrics = open(self.live + "/octavo.prom").read()
        said = any(line.startswith("octavo_retrain_last_result") and 'result="promoted"' in line
                   and line.endswith(" 1") for line in metrics.splitlines())
        if promoted != said:
            problems.append(f"promoted: {promoted}, but the metrics say {said}")

    def leftovers(self, waiting=()):
        return sorted(n for n in glob.glob(self.live + "/**/.*", recursive=True)
                      if n.endswith((".partial", ".old")) and os.path.basename(n) not in waiting)

    def left(self):
        """What this run left: not what a killed one had left before, nor the link that tells the next run which
        version never served."""
        before = {name.replace(self.template, self.live) for name in glob.glob(self.template + "/**/.*", recursive=True)}
        return [n for n in self.leftovers(waiting=(".promoting.partial",)) if n not in before]

    def point(self, fault, number):
        """Tries one fault; returns the broken promises."""
        self.reset()
        faults = dict(FAULTS[fault], FAULT_AT=str(number))
        if fault == "another writer":
            faults["FAULT_WRITER"] = self.writer()
            faults["FAULT_UNDER"] = self.written
        code, output, errors = self.run(self.arguments(), **faults)
        self.said = output
        problems = []
        allowed = {
            "no space": (0, 73, 74), "no space from there on": (0, 73, 74), "broken disk": (0, 73, 74),
            "interrupted call": (0,), "short read or write": (0,), "kill": (-9,),
            "SIGTERM": {"rollback": (0, 143, -15)}.get(
                self.command, (0, 143) if self.command in ("train", "resume", "replace", "retrain") else (0, -15)),
            "another writer": (0, 74),
        }[fault]
        if code not in allowed:
            problems.append(f"code {code}: {errors.strip()[-200:]}")
        if code == 74 and not errors.strip() and not output.strip():
            problems.append("code 74 without a word")
        if code == 0 and fault != "another writer" and not self.has_result():
            problems.append(f"code 0 without the result: {errors.strip()[-200:]}")
        if code == 0 and fault == "another writer" and self.artifacts() != self.other and not self.has_result():
            problems.append("a mixture of two files")
        if code == 143 and "stopped by SIGTERM" not in errors + output:
            problems.append("code 143 without a word")
        self.check_files(problems)
        if self.command == "retrain" and fault != "kill":
            self.check_promotion(code, output, errors, problems)
        left = self.left()
        if left and fault not in ("kill", "SIGTERM", "broken disk"):
            problems.append(f"left: {left}")
        if fault != "another writer":
            self.next_run(problems)
        return problems

    def has_result(self):
        found = self.artifacts()
        return all(found.get(name) == value for name, value in self.result.items())

    def next_run(self, problems):
        arguments = self.arguments()
        if self.command == "train" and os.path.exists(self.live + "/run/config.json"):
            arguments = ["train", "--resume", self.live + "/run"]
        elif self.command == "replace" and (os.path.exists(self.live + "/run.new") or self.has_result()):
            arguments = ["train", "--resume", self.live + "/run"]
        elif self.command == "rollback":
            arguments = arguments + ["--to", self.result["current"]]
        code, self.said, errors = self.run(arguments)
        if code not in (0, 3):
            problems.append(f"the next run: {code}: {errors.strip()[-200:]}")
        elif self.command != "retrain" and not self.has_result():
            problems.append("the next run ends in something else")
        if self.command in ("train", "resume", "replace", "retrain", "rollback", "prune") and self.leftovers():
            problems.append(f"the next run leaves {self.leftovers()}")
        self.check_files(problems)
