"""Whether two predictions of the same ratings differ by more than chance: a paired bootstrap by reader.

    octavo predict --model MODEL --pairs test.csv --output ours.csv
    python accuracy.py --method averages --ratings ratings.csv --test test.csv --predictions theirs.csv
    python compare.py --test test.csv ours.csv theirs.csv

A file of predictions has the columns user_id, book_id and prediction. Prints one line of JSON: both RMSEs, the first less the
second (below 0: the first is better), its standard error and its 95 % interval. Readers are drawn with replacement,
and both predictions are measured on the same draw, so that what makes a reader hard to predict cancels out.
"""
import argparse, json
import numpy as np, pandas as pd
from ratings import error_sums, resamples


def predictions(path, test):
    frame = pd.read_csv(path)
    if not frame[["user_id", "book_id"]].equals(test[["user_id", "book_id"]]):
        frame = test[["user_id", "book_id"]].merge(frame, how="left", validate="one_to_one")
    if frame.prediction.isna().any():
        raise SystemExit(f"{path}: {frame.prediction.isna().sum()} of {len(test)} test ratings have no prediction.")
    return frame.prediction.values


if __name__ == "__main__":
    p = argparse.ArgumentParser()
    p.add_argument("--test", required=True, help="the file of test ratings")
    p.add_argument("predictions", nargs=2)
    p.add_argument("--draws", type=int, default=2000)
    a = p.parse_args()
    test = pd.read_csv(a.test)
    first, second = (error_sums(test.user_id.values, predictions(path, test), test.rating.values) for path in a.predictions)
    counts = first[1]

    def rmses(often):
        return np.array([np.sqrt(often @ sums / (often @ counts)) for sums in (first[0], second[0])])

    whole = rmses(np.ones(len(counts)))
    differences = np.array([np.subtract(*rmses(often)) for often in resamples(len(counts), a.draws)])
    low, high = np.quantile(differences, [0.025, 0.975])
    print(json.dumps(dict(rmse=[round(float(value), 5) for value in whole], difference=round(float(whole[0] - whole[1]), 5),
                          standard_error=round(float(differences.std()), 5), interval_95=[round(float(low), 5), round(float(high), 5)],
                          readers=len(counts), test_ratings=len(test))))
