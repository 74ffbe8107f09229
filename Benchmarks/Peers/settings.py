"""Settings of every method for every data set, chosen on a tenth of the training part, never on the test part.

Not chosen by us: the ranks of the factorization machines, which are given, and Surprise's numbers for MovieLens 1M (one try).
200 iterations of Gibbs sampling gave what 300 gave.
"""

DEFAULT = {
    "mean": {},
    "averages": dict(book_shrinkage=5, user_shrinkage=8),
    "svd": dict(rank=100, epochs=100, rate=0.005, l2=0.1),
    "svdpp": dict(rank=20, epochs=40, rate=0.007, l2=0.1),
    "neighbours": dict(neighbours=40, shrinkage=100, support=1, book_shrinkage=5, user_shrinkage=8),
    "fm-ids": dict(rank=32, iterations=200),
    "fm-implicit": dict(rank=32, iterations=200),
    "fm-side": dict(rank=16, iterations=200),
    "trees": dict(folds=10, rank=64, book_shrinkage=5, user_shrinkage=8, rate=0.03, leaves=15, rows_in_leaf=100, l2=10, rounds=400, threads=1),
    "network-torch": dict(epochs=3, batch=1024, rate=0.002, l2=0.1, dropout=0.2),
    "network-keras": dict(epochs=3, batch=1024, rate=0.002, l2=0.1, dropout=0.2),
}

# What differs from the above. Where a method is not named, its settings are those that were best on ml100k.
CHOSEN = {
    "ml100k": {"averages": dict(book_shrinkage=2, user_shrinkage=2), "neighbours": dict(shrinkage=200)},
    "mlsmall": {"averages": dict(book_shrinkage=3, user_shrinkage=5), "svd": dict(epochs=200)},
    "ml1m": {"averages": dict(book_shrinkage=2, user_shrinkage=5), "svd": dict(epochs=60, l2=0.06)},
    "goodbooks": {"averages": dict(book_shrinkage=8, user_shrinkage=2), "svd": dict(epochs=120)},
    "synthesized": {"network-torch": dict(epochs=4, batch=4096, rate=0.001, l2=0.001), "network-keras": dict(epochs=4, batch=4096, rate=0.001, l2=0.001)},
    "goodbooks-union": {"averages": dict(book_shrinkage=5, user_shrinkage=3)},
}


def settings_for(method, data):
    if data != "default" and data not in CHOSEN:
        raise SystemExit(f"No settings for the data {data}; there are some for {', '.join(CHOSEN)}.")
    return DEFAULT[method] | CHOSEN.get(data, {}).get(method, {})
