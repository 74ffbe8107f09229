"""Divides a file of ratings into a training part and a test part, as the tables of the article divide it.

    python split.py --ratings FILE --out FOLDER --share 0.9                  # random, seed 0
    python split.py --ratings FILE --out FOLDER --share 0.9 --validation     # the training part divided once more
    python split.py --ratings FILE --out FOLDER --fold 3                     # fold 3 (of 0 to 9) is the test part
    python split.py --ratings FILE --out FOLDER --glocal-k                   # the published split of GLocal-K

FILE is a comma-separated file with the columns user_id, book_id, rating and, if there is one, timestamp, or MovieLens' own
u.data, ratings.dat or ratings.csv. FOLDER gets ratings.csv (training) and test.csv, each in the file's own
order. Seeds are those of NumPy.
"""
import argparse, os
import numpy as np, pandas as pd

NAMES = ["user_id", "book_id", "rating", "timestamp"]


def read(path):
    with open(path) as file:
        first = file.readline()
    separator = "::" if "::" in first else "\t" if "\t" in first else ","
    header = None if first[0].isdigit() else 0
    frame = pd.read_csv(path, sep=separator, header=header, engine="python" if len(separator) > 1 else "c")
    if header is None or "user_id" not in frame.columns:
        frame.columns = NAMES[: frame.shape[1]]
    return frame[[name for name in NAMES if name in frame.columns]]


def parts(rows, a):
    """Rows of the training part and rows of the test part."""
    if a.glocal_k:  # Han et al., CIKM 2021: the first tenth of rows shuffled by NumPy's old generator
        order = np.arange(rows)
        np.random.seed(1234)
        np.random.shuffle(order)
        return order[int(0.1 * rows) :], order[: int(0.1 * rows)]
    order = np.random.default_rng(a.seed).permutation(rows)
    if a.fold is not None:
        folds = np.array_split(order, 10)
        return np.concatenate(folds[: a.fold] + folds[a.fold + 1 :]), folds[a.fold]
    cut = int(rows * a.share)
    return order[:cut], order[cut:]


def validation(train):
    """A training part divided once more: nine tenths, one tenth."""
    order = np.random.default_rng(1).permutation(len(train))
    tenth = len(train) // 10
    return train[order[tenth:]], train[order[:tenth]]


if __name__ == "__main__":
    p = argparse.ArgumentParser()
    p.add_argument("--ratings", required=True)
    p.add_argument("--out", required=True)
    p.add_argument("--share", type=float, default=0.8, help="share of the ratings that is for training; 1 takes them all (with --validation)")
    p.add_argument("--seed", type=int, default=0)
    p.add_argument("--fold", type=int, choices=range(10))
    p.add_argument("--glocal-k", action="store_true")
    p.add_argument("--validation", action="store_true", help="a tenth of the training part becomes test.csv, the test part is left away")
    a = p.parse_args()
    frame = read(a.ratings)
    # With a share of 1 nothing is shuffled first: FILE is a training part as it stands.
    train, test = (np.arange(len(frame)), []) if a.share == 1 else parts(len(frame), a)
    if a.validation:
        train, test = validation(train)
    os.makedirs(a.out, exist_ok=True)
    for name, rows in (("ratings.csv", train), ("test.csv", test)):
        frame.iloc[np.sort(rows)].to_csv(os.path.join(a.out, name), index=False)
    print(f"{a.out}: {len(train)} ratings for training, {len(test)} for test")
