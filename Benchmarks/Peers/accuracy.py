"""Test error of what a user would pick instead of Octavo, on a given training part and test part.

    python accuracy.py --method METHOD --ratings ratings.csv --test test.csv --settings ml1m

Prints one line of JSON: RMSE, its standard error by bootstrap over readers, seconds from the tables to the predictions.
`--settings` names the data set whose settings are taken from settings.py; `--set rank=16` changes one. Methods that know more
than ratings read books.csv, book_tags.csv and to_read.csv beside ratings.csv.
"""
import argparse, json, os, time
import numpy as np
import factorization_machine, networks, predictors, trees
from ratings import read, rmse_with_error, write
from settings import settings_for
from side import SideFiles

METHODS = {
    "mean": predictors.mean, "averages": predictors.averages, "svd": predictors.svd, "svdpp": predictors.svdpp,
    "neighbours": predictors.neighbours, "fm-ids": factorization_machine.ids_only, "fm-implicit": factorization_machine.implicit,
    "fm-side": factorization_machine.with_side_files, "trees": trees.trees,
    "network-torch": networks.with_torch, "network-keras": networks.with_keras,
}

if __name__ == "__main__":
    p = argparse.ArgumentParser()
    p.add_argument("--method", required=True, choices=METHODS)
    p.add_argument("--ratings", required=True)
    p.add_argument("--test", required=True)
    p.add_argument("--settings", default="default")
    p.add_argument("--set", action="append", default=[], metavar="NAME=VALUE")
    p.add_argument("--predictions", help="where the predictions go, in the form of `octavo predict`")
    p.add_argument("--no-standard-error", action="store_true", help="leave the bootstrap out, which takes seconds")
    a = p.parse_args()
    settings = settings_for(a.method, a.settings) | {name: json.loads(value) for name, value in (pair.split("=") for pair in a.set)}
    ratings = read(a.ratings, a.test)
    started = time.perf_counter()
    arguments = [ratings, settings]
    if a.method in ("fm-side", "trees"):
        arguments.append(SideFiles.read(os.path.dirname(os.path.abspath(a.ratings)), ratings))
    predictions = np.clip(METHODS[a.method](*arguments), *ratings.range)
    seconds = time.perf_counter() - started
    rmse, error = rmse_with_error(ratings.test[0], predictions, ratings.test[2], draws=0 if a.no_standard_error else 2000)
    if a.predictions:
        write(a.predictions, ratings, predictions)
    print(json.dumps(dict(method=a.method, rmse=round(rmse, 5), standard_error=error and round(error, 5), seconds=round(seconds, 1),
                          ratings=len(ratings.train[0]), test_ratings=len(predictions), settings=settings)))
