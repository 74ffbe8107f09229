"""The ratings that the throughput scripts train on."""
import numpy as np, pandas as pd


def read_shuffled(path):
    """Four fifths of a file in random order, as (numbers of readers, numbers of books, ratings), and the counts of readers and books."""
    frame = pd.read_csv(path, usecols=["user_id", "book_id", "rating"])
    ids = [np.unique(frame[name].values, return_inverse=True) for name in ("user_id", "book_id")]
    columns = [numbers for _, numbers in ids] + [frame.rating.values.astype(np.float32)]
    chosen = np.random.default_rng(0).permutation(len(frame))[: len(frame) * 4 // 5]
    return [column[chosen] for column in columns], len(ids[0][0]), len(ids[1][0])
