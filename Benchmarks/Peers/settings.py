"""Settings of every method for every data set, chosen on a tenth of the training part, never on the test part."""

DEFAULT = {
    "mean": {},
    "averages": dict(book_shrinkage=5, user_shrinkage=8),
    "svd": dict(rank=50, epochs=40, rate=0.005, l2=0.06),
    "svdpp": dict(rank=20, epochs=20, rate=0.007, l2=0.04),
    "neighbours": dict(neighbours=40, shrinkage=100, support=1, book_shrinkage=5, user_shrinkage=8),
    "fm-ids": dict(rank=32, iterations=300),
    "fm-implicit": dict(rank=32, iterations=300),
    "fm-side": dict(rank=16, iterations=300),
    "trees": dict(folds=5, rank=24, book_shrinkage=5, user_shrinkage=8, rate=0.05, leaves=31, rows_in_leaf=100, l2=10, rounds=200, threads=1),
}

CHOSEN = {}


def settings_for(method, data):
    if data != "default" and data not in CHOSEN:
        raise SystemExit(f"No settings for the data {data}; there are some for {', '.join(CHOSEN)}.")
    return DEFAULT[method] | CHOSEN.get(data, {}).get(method, {})
