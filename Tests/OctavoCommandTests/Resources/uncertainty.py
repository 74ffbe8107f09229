"""The standard deviations of `octavo predict --uncertainty`, computed anew from an export with NumPy.

Usage: python3 uncertainty.py EXPORT PAIRS.csv [HISTORY.csv]

Nothing of the program's closed forms is used: each rating of a reader is left out in turn and predicted by a
process over the others.
"""
import csv
import sys

import numpy as np

sys.path.insert(0, sys.argv[1])
import score

READERS, LEAST = 300, 5


class Process:
    """The Gaussian process of one reader, in units of the variance of noise."""

    def __init__(self, encoder, history, reader):
        last = max(len(history[0]) - 1, 0) // 2000 * 2000
        self.encoder, self.rated, ratings = encoder, history[0][last:], history[1][last:]
        self.vectors = encoder.vectors_without(self.rated, ratings, reader)
        additions, n = encoder.additions[self.rated], len(self.rated)
        columns = encoder.reader_columns(reader)
        z = encoder.reader_prior(n, additions.sum(0), columns)
        if encoder.manifest["order"] == "chronological":
            before = np.arange(n)[:, None]
            z = encoder.reader_prior(before, np.cumsum(additions, 0) - additions, columns)
        self.residuals = ratings - encoder.manifest["mean"] - (self.vectors * z).sum(1)
        weight = encoder.kernel["bookNoise"]
        self.noise = lambda books: (1 + weight * encoder.noise[books]) / (1 + weight)
        self.kernel = sum(
            (encoder.weight(term) * (self.vectors @ self.vectors.T if term == "factors"
                                     else encoder.similarity(term, self.rated, self.rated, False))
             for term in encoder.terms), np.zeros((n, n)))

    def standardized_squares(self):
        """(error, variance) of each rating from the reader's others, or from those before it."""
        n, squares = len(self.rated), []
        for j in range(n):
            ordered = self.encoder.manifest["order"] == "chronological"
            others = np.array([i for i in range(n) if (i < j if ordered else i != j)], int)
            A = self.kernel[np.ix_(others, others)] + np.diag(self.noise(self.rated[others]))
            k = self.kernel[j, others]
            solved = np.linalg.solve(A, np.column_stack([self.residuals[others], k]))
            error = self.residuals[j] - k @ solved[:, 0]
            variance = self.kernel[j, j] - k @ solved[:, 1] + self.noise(self.rated[[j]])[0]
            squares.append(error**2 / variance)
        return squares

    def variances(self, books):
        """The variance of ratings of other books."""
        encoder = self.encoder
        k = sum(
            encoder.weight(term) * (encoder.vectors[books] @ self.vectors.T if term == "factors"
                                    else encoder.similarity(term, books, self.rated))
            for term in encoder.terms)
        A = self.kernel + np.diag(self.noise(self.rated))
        explained = (k * np.linalg.solve(A, k.T).T).sum(1) if len(self.rated) else 0
        priors = prior_variances(encoder, books)
        unknown = len(encoder.counts) - 1
        mean = prior_variances(encoder, np.arange(unknown)).mean()
        priors = np.where(books == unknown, np.maximum(mean, priors), priors)
        return priors - explained + self.noise(books)


def prior_variances(encoder, books):
    return sum(encoder.weight(term) * encoder.own_similarity(term, books) for term in encoder.terms)


def unit(encoder):
    """The variance of noise, in squares of ratings."""
    lengths = np.diff(encoder.tensors["histories.offsets"])
    able = np.flatnonzero(lengths >= LEAST)
    wanted = min(len(able), READERS)
    chosen = [able[i * len(able) // wanted] for i in range(wanted)]
    return np.mean([square for reader in chosen for square in Process(
        encoder, encoder.history(reader), reader).standardized_squares()])


def main(folder, pairs_path, history_path=None):
    def rows(path):
        with open(path, encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    model, pairs, histories = score.Model(folder), rows(pairs_path), {}
    for row in rows(history_path) if history_path else []:
        known = histories.setdefault(row["user_id"], {})
        if row["book_id"] in model.books:
            known.pop(model.books[row["book_id"]], None)
            known[model.books[row["book_id"]]] = float(row["rating"])
    variance, found = unit(model.encoder), {}
    for reader in dict.fromkeys(pair["user_id"] for pair in pairs):
        names = [pair["book_id"] for pair in pairs if pair["user_id"] == reader]
        books = np.array([model.books.get(name, len(model.books)) for name in names])
        row = model.readers.get(reader) if reader not in histories else None
        known = histories.get(reader, {})
        history = (np.array(list(known), int), np.array(list(known.values()), float))
        process = Process(
            model.encoder, history if row is None else model.encoder.history(row), row)
        for name, value in zip(names, np.sqrt(variance * process.variances(books))):
            found[reader, name] = value
    print("user_id,book_id,standard_deviation")
    for pair in pairs:
        key = pair["user_id"], pair["book_id"]
        print(f"{key[0]},{key[1]},{found[key]:.7g}")


if __name__ == "__main__":
    main(*sys.argv[1:])
