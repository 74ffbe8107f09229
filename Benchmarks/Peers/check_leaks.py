"""That a training row's features know nothing of its own rating: flips a rating of each of some readers and looks at that row.

    python check_leaks.py --ratings ratings.csv --test test.csv

The row's features and starting point must not move, the reader's other rows must.
"""
import argparse, os
import numpy as np
from ratings import read
from settings import DEFAULT
from side import SideFiles
from trees import Books, book_columns, fixed_likeness, fold_rows

if __name__ == "__main__":
    p = argparse.ArgumentParser()
    p.add_argument("--ratings", required=True)
    p.add_argument("--test", required=True)
    a = p.parse_args()
    ratings, settings = read(a.ratings, a.test), DEFAULT["trees"]
    side = SideFiles.read(os.path.dirname(os.path.abspath(a.ratings)), ratings)
    likeness, static = fixed_likeness(side), book_columns(side, len(ratings.books))
    fold_of = np.random.default_rng(2).permutation(len(ratings.users)) % settings["folds"]
    weights = np.full(3 + len(likeness), 0.3)

    def features():
        books = Books(ratings, fold_of[ratings.train[0]] != 0, likeness, settings)
        return fold_rows(ratings, books, fold_of == 0, weights, static)[:3]

    rows, before, start = features()
    places = np.random.default_rng(5).permutation(len(rows))
    places = places[np.unique(ratings.train[0][rows[places]], return_index=True)[1]]  # one rating a reader
    flipped = rows[places]
    low, high = ratings.range
    ratings.train[2][flipped] = np.where(ratings.train[2][flipped] > (low + high) / 2, low, high)
    _, after, start_after = features()
    moved = max(np.abs(after - before)[places].max(), np.abs(start_after - start)[places].max())
    others = np.abs(after - before).max()
    print(f"{len(places)} ratings flipped: their own rows move by {moved:.2g}, others by {others:.2g}")
    raise SystemExit(0 if moved < 1e-5 < others else 1)
