"""Predicts ratings and recommends books with a model of Octavo, with NumPy alone.

    python3 score.py predict PAIRS.csv [--history HISTORY.csv]
    python3 score.py recommend (READER ... | --all) [--top N] [--rank-by blend|relevance|rating]

The first prints what `octavo predict --pairs PAIRS.csv [--history HISTORY.csv]` prints, up to rounding,
the second what `octavo recommend --format csv` prints. PAIRS.csv has the columns user_id and book_id,
HISTORY.csv user_id, book_id and rating. The model is the export that this program lies in, or with
`--model FOLDER` another one, or a folder that `octavo train` wrote.

As a module: `score.Model(folder)` has predict(reader, books) and recommend(reader).
"""
import argparse
import csv
import json
import os
import re
import sys

import numpy as np

NONE = 4294967295  # no author, no series, no list to read


def read_tensors(path):
    """The arrays of a safetensors file, by name."""
    with open(path, "rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
        data = file.read()
    header.pop("__metadata__", None)
    types = {"F32": "<f4", "U32": "<u4"}
    arrays = {}
    for name, entry in header.items():
        start, end = entry["data_offsets"]
        array = np.frombuffer(data[start:end], types[entry["dtype"]]).reshape(entry["shape"])
        # Sums in double precision need no care; the differences are of the size of rounding.
        arrays[name] = array.astype(float if entry["dtype"] == "F32" else int)
    return arrays


def read_all_tensors(folder):
    """The arrays of an export, and of a model's folder under the names that they have in an export."""
    arrays = read_tensors(os.path.join(folder, "model.safetensors"))
    for name in ("encoder", "relevance", "rated"):
        path = os.path.join(folder, name + ".safetensors")
        if os.path.exists(path):
            arrays.update((f"{name}.{key}", array) for key, array in read_tensors(path).items())
    return arrays


def part(arrays, name):
    """The arrays whose names begin with `name` and a point, by what follows."""
    start = name + "."
    return {key[len(start):]: array for key, array in arrays.items() if key.startswith(start)}


def read_vocabulary(path):
    """The row of each id. The first line is no id: it says what follows and how many."""
    with open(path, encoding="utf-8", newline="\n") as file:
        header, *ids = file.read().split("\n")[:-1]
    assert re.fullmatch(rf"octavo vocabulary 1, (integers|strings): {len(ids)}", header), header
    if "strings" in header:  # a backslash and line ends are written \\, \n and \r
        ids = [re.sub(r"\\(.)", lambda m: {"n": "\n", "r": "\r"}.get(m[1], m[1]), id) for id in ids]
    return {id: row for row, id in enumerate(ids)}


class SparseRows:
    """A sparse matrix in compressed rows: row i holds the elements offsets[i] to offsets[i + 1]."""

    def __init__(self, offsets, columns, values, width):
        self.offsets, self.columns, self.values, self.width = offsets, columns, values, width

    def __getitem__(self, row):
        place = slice(self.offsets[row], self.offsets[row + 1])
        return self.columns[place], self.values[place]

    def products(self, rows, others):
        """The inner product of each of `rows` with each of `others`, [rows × others]."""
        dense = np.zeros((len(others), self.width))
        for place, row in enumerate(others):
            columns, values = self[row]
            dense[place, columns] = values
        return np.array([dense[:, self[row][0]] @ self[row][1] for row in rows]).reshape(
            len(rows), len(others))


class Encoder:
    """What a hybrid network is told of pairs: tensors and "encoder" of model.json."""

    def __init__(self, tensors, manifest):
        self.tensors, self.manifest = tensors, manifest
        self.kernel, self.scale = manifest["kernel"], manifest["scale"]
        self.counts, self.sums, self.squares, self.high, self.low = tensors["statistics"]
        self.vectors, self.additions = tensors["factors.vectors"], tensors["factors.additions"]
        self.noise, self.doubts = tensors["factors.noise"]
        self.base, self.count_slope = tensors["factors.readers"]
        self.numbers = tensors["books.numbers"]
        self.tags = SparseRows(
            tensors["tags.offsets"], tensors["tags.columns"], tensors["tags.values"],
            manifest["tags"])
        self.lists = self.read_lists() if "to_read.books" in tensors else None
        # Columns that the data's description gives to books and readers: see ModelFolder.
        self.columns = manifest.get("attributes") or {"books": []}
        self.column_places = {
            "column " + column["name"]: place
            for place, column in enumerate(self.columns["books"])}
        # Kernel terms that can be told apart in the training's data, in the order of the features.
        prefix = "kernel mean: "
        names = manifest["features"]
        self.terms = [name[len(prefix):] for name in names if name.startswith(prefix)]

    def read_lists(self):
        """Books by the lists to read that they are on, each row of length 1."""
        offsets, books = self.tensors["to_read.offsets"], self.tensors["to_read.books"]
        lists = np.repeat(np.arange(len(offsets) - 1), np.diff(offsets))
        frequencies = np.bincount(books, minlength=len(self.counts))
        return SparseRows(
            np.concatenate([[0], np.cumsum(frequencies)]), lists[np.argsort(books, kind="stable")],
            np.repeat(1 / np.sqrt(np.maximum(frequencies, 1)), frequencies), len(offsets) - 1)

    def history(self, reader):
        """The books and ratings of a reader of the training, oldest first."""
        offsets = self.tensors["histories.offsets"]
        place = slice(offsets[reader], offsets[reader + 1])
        return self.tensors["histories.columns"][place], self.tensors["histories.values"][place]

    def to_read(self, reader):
        """The list to read of a reader of the training."""
        if self.lists is None or self.tensors["to_read.list_of_reader"][reader] == NONE:
            return np.array([], int)
        list_ = self.tensors["to_read.list_of_reader"][reader]
        offsets = self.tensors["to_read.offsets"]
        return self.tensors["to_read.books"][offsets[list_]:offsets[list_ + 1]]

    def similarity(self, term, books, others, are_later=True):
        """One kernel term, without its weight: [books × others]."""
        if term in self.column_places:
            place = self.column_places[term]
            if self.columns["books"][place].get("categories") is None:
                numbers = self.tensors[f"attribute.{place}"]
                return np.outer(numbers[books], numbers[others])
            return self.bags(place).products(books, others)
        if term in ("author", "series"):
            group = self.tensors["books." + term]
            own, other = group[books][:, None], group[others]
            return ((own == other) & (own != NONE)) * 1.0
        if term == "numbers":
            return self.numbers[books] @ self.numbers[others].T / self.numbers.shape[1]
        if term == "tags":
            return self.tags.products(books, others)
        if term == "toRead":
            return self.lists.products(books, others)
        if term == "factors":
            return self.vectors[books] @ self.vectors[others].T
        if term == "recency":  # books to predict come after all ratings of the reader
            places, last = np.arange(len(others)), len(others)
            distances = (np.full((len(books), 1), last) - places if are_later
                         else abs(places[:, None] - places))
            return np.exp(-distances / 30)
        return np.ones((len(books), len(others)))  # "level"

    def bags(self, place):
        """Books by their categories in a column, each row of length 1."""
        name = f"attribute.{place}."
        return SparseRows(
            self.tensors[name + "offsets"], self.tensors[name + "columns"],
            self.tensors[name + "values"], self.columns["books"][place]["categories"])

    def weight(self, term):
        """The weight of a kernel term."""
        if term in self.column_places:
            return self.kernel["attributes"][self.column_places[term]]
        return self.kernel[term]

    def own_similarity(self, term, books):
        """The kernel term of each book with itself."""
        if term == "tags":
            return (np.diff(self.tags.offsets) > 0)[books] * 1.0
        if term == "toRead":
            return (np.diff(self.lists.offsets) > 0)[books] * 1.0
        if term == "recency":
            return np.ones(len(books))
        return np.array([self.similarity(term, [book], [book])[0, 0] for book in books])

    def vectors_without(self, rated, ratings, reader):
        """The factors of a reader's books as they are without the reader's ratings, [n × d]."""
        vectors = self.vectors[rated]
        if reader is None:
            return vectors
        z, d = self.tensors["factors.reader_vectors"][reader], vectors.shape[1]
        covariances = np.zeros((len(rated), d, d))
        rows, columns = np.tril_indices(d)
        covariances[:, rows, columns] = self.tensors["factors.covariances"][rated]
        covariances[:, columns, rows] = covariances[:, rows, columns]
        precisions = (self.tensors["factors.reader_precisions"][reader]
                      * self.tensors["factors.book_precisions"][rated])
        products = covariances @ z
        errors = vectors @ z - (ratings - self.manifest["mean"])
        shares = np.maximum(1 - precisions * (products @ z), 0.1)
        return vectors + products * (precisions * errors / shares)[:, None]

    def reader_columns(self, reader):
        """The columns of a reader of the training; zeros, which are means, for somebody new."""
        columns = self.tensors.get("readers.attributes")
        if columns is None:
            return np.zeros(0)
        return np.zeros(columns.shape[1]) if reader is None else columns[reader]

    def reader_prior(self, count, sums, columns):
        """z of readers of `count` books whose additions sum up to `sums`."""
        base = self.base
        if len(columns):
            base = base + columns @ self.tensors["factors.attributes"]
        return (base + np.log(1 + count) * self.count_slope
                + sums / np.sqrt(np.maximum(count, 1)))

    def inputs(self, books, history, reader, to_read):
        """The offset of each pair, [books], and its scaled features, [books × features].

        `reader` is the reader's row, or None for somebody new.
        """
        # A longer history is cut every 2,000 ratings, and its last part counts.
        last = max(len(history[0]) - 1, 0) // 2000 * 2000
        rated, ratings = history[0][last:], history[1][last:]
        n, scale, f = len(rated), self.scale, {}

        # What the reader's books let expect; in time, what the books before each do.
        vectors = self.vectors_without(rated, ratings, reader)
        additions = self.additions[rated]
        reader_columns = self.reader_columns(reader)
        z = self.reader_prior(n, additions.sum(0), reader_columns)
        before = np.arange(n)[:, None]
        own = (self.reader_prior(before, np.cumsum(additions, 0) - additions, reader_columns)
               if self.manifest["order"] == "chronological" else z)
        residuals = ratings - self.manifest["mean"] - (vectors * own).sum(1)
        expected = self.manifest["mean"] + self.vectors[books] @ z

        # A Gaussian process over the reader's books: A = K + N.
        def weighted(term, books, are_later=True):
            if term == "factors":
                s = (self.vectors[books] if are_later else vectors) @ vectors.T
            else:
                s = self.similarity(term, books, rated, are_later)
            return self.weight(term) * s
        A = sum(weighted(term, rated, False) for term in self.terms)
        least = n * A.diagonal().max(initial=0) * 2.0**-18
        weight = self.kernel["bookNoise"]
        noise = lambda books: np.maximum((1 + weight * self.noise[books]) / (1 + weight), least)
        inverse = np.linalg.inv(A + np.diag(noise(rated)))

        # What the process says of the books: its mean, term by term, and its variance.
        alpha = inverse @ residuals
        kernels = {term: weighted(term, books) for term in self.terms}
        for term in self.terms:
            f["kernel mean: " + term] = kernels[term] @ alpha
        f["kernel mean"] = sum(f["kernel mean: " + term] for term in self.terms)
        k = sum(kernels.values())
        prior_variance = sum(
            self.weight(term) * self.own_similarity(term, books) for term in self.terms)
        f["kernel variance"] = np.maximum(
            prior_variance - np.einsum("ij,jk,ik->i", k, inverse, k), 0) + noise(books)
        f["expected + kernel mean"] = expected + f["kernel mean"]

        # The reader, shrunk towards all readers by two ratings.
        shrunk = lambda values, prior: (values.sum() + 2 * prior) / (n + 2)
        is_high = ratings >= scale["mean"] + scale["deviation"]
        is_low = ratings <= scale["mean"] - 1.5 * scale["deviation"]
        level = residuals.sum() / (n + 2)
        above = ratings - scale["mean"]
        f["reader: log of ratings"] = np.log(1 + n)
        f["reader: level"] = level
        f["reader: deviation"] = np.sqrt(
            max(shrunk(above**2, scale["deviation"] ** 2) - shrunk(above, 0) ** 2, 0))
        f["reader: share high"] = shrunk(is_high, scale["highShare"])
        f["reader: share low"] = shrunk(is_low, scale["lowShare"])

        # What the reader gave to similar books, above the reader's level.
        excess = lambda s, pseudo: (s @ residuals - s.sum(1) * level) / (s.sum(1) + pseudo)
        for term in self.terms:
            s = self.similarity(term, books, rated)
            is_of_categories = self.tensors.get(
                f"attribute.{self.column_places.get(term)}.offsets") is not None
            if term in ("author", "series") or is_of_categories:
                f[term + ": log of books"] = np.log(1 + s.sum(1))
                f[term + ": excess"] = excess(s, 1)
            if term in ("tags", "toRead"):
                f[term + ": nearest"] = s.max(1, initial=0)
                attention = np.exp((15 if term == "tags" else 25) * s)
                f[term + ": attention"] = (
                    attention @ residuals / attention.sum(1) - level if n else np.zeros(len(books)))
            if term == "tags":
                f["tags: neighbours"] = excess(s**4, 0.05)
                f["tags: log of neighbours"] = np.log((s**4).sum(1) + 0.05)

        # The book's training ratings and the reader's list to read.
        count = self.counts[books]
        bias = self.sums[books] / (count + 10)
        f["book: log of training ratings"] = np.log(1 + count)
        f["book: bias"] = bias
        squares = self.squares[books] + 10 * scale["deviation"] ** 2
        f["book: variance"] = squares / (count + 10) - bias**2
        f["book: share high"] = (self.high[books] + 20 * scale["highShare"]) / (count + 20)
        f["book: share low"] = (self.low[books] + 20 * scale["lowShare"]) / (count + 20)
        f["book: expected"], f["book: doubt"] = expected, self.doubts[books]
        f["on the list to read"] = np.isin(books, to_read)
        f["log of the list to read"] = np.log(1 + len(to_read))

        # What the data folder says of the reader and the book.
        if self.columns["books"] or len(reader_columns):
            for value, name in zip(reader_columns, self.columns["readerColumns"]["names"]):
                f["reader: column " + name] = value
            told = self.tensors["books.attributes"][books]
            for values, name in zip(told.T, self.columns["bookColumns"]["names"]):
                f["book: column " + name] = values
        for column, name in enumerate(self.manifest["bookNumbers"]):
            f["book: " + name] = self.numbers[books, column]
        for column, values in enumerate(self.tensors["books.tags"][books, :16].T):
            f[f"book: tags {column + 1}"] = values

        columns = [np.broadcast_to(f[name], len(books)) for name in self.manifest["features"]]
        features = np.column_stack(columns)
        means, deviations = self.tensors["scaling"]
        return f["expected + kernel mean"], np.clip((features - means) / deviations, -6, 6)


class Relevance:
    """Which books readers pick up: an item-item regression."""

    def __init__(self, tensors):
        # In single precision and in the program's order of additions, so that equal scores are equal.
        single = lambda name: tensors[name].astype(np.float32)
        self.priors, self.scale = single("priors"), single("scale.weights")
        self.lowest, self.highest = single("scale.range")
        books = len(self.priors)
        self.weights = SparseRows(
            tensors["weights.offsets"], tensors["weights.books"], single("weights.values"), books)
        self.histories = SparseRows(
            tensors["histories.offsets"], tensors["histories.books"], single("histories.values"), books)

    def weight(self, rating):
        """How much a rating speaks for other books: interpolated between equal steps."""
        if self.lowest >= self.highest:
            return self.scale[max(0, len(self.scale) - 2)]
        share = np.clip((rating - self.lowest) / (self.highest - self.lowest), 0, 1)
        place = np.float32(share * np.float32(len(self.scale) - 1))
        left = min(int(place), len(self.scale) - 1)
        right = min(left + 1, len(self.scale) - 1)
        return self.scale[left] + (place - np.float32(left)) * (self.scale[right] - self.scale[left])

    def scores(self, books, ratings):
        """A score for every book, from what somebody has rated: books in rising order."""
        scores = self.priors.copy()
        for book, rating in zip(books, ratings):
            others, values = self.weights[book]
            scores[others] += self.weight(np.float32(rating)) * values
        return scores


class Model:
    """A model, plain or hybrid: an export, or a folder that `octavo train` wrote."""

    def __init__(self, folder):
        with open(os.path.join(folder, "model.json"), encoding="utf-8") as file:
            self.manifest = json.load(file)
        assert self.manifest["formatVersion"] in (1, 2)
        self.readers = read_vocabulary(os.path.join(folder, "readers.txt"))
        self.books = read_vocabulary(os.path.join(folder, "books.txt"))
        tensors = read_all_tensors(folder)
        self.weights = {name: tensors[name] for name in ("readers.embedding", "books.embedding")}
        self.layers = part(tensors, "dense")
        is_hybrid = "encoder" in self.manifest
        self.encoder = (
            Encoder(part(tensors, "encoder"), self.manifest["encoder"]) if is_hybrid else None)
        has_lists = "relevance.priors" in tensors
        self.relevance = Relevance(part(tensors, "relevance")) if has_lists else None
        self.rated = tensors["rated.offsets"], tensors["rated.books"]

    def dense(self, x):
        """Dense layers: rectified linear units (ReLU) between them, none after the last."""
        depth = len(self.layers) // 2
        for layer in range(depth):
            x = x @ self.layers[f"{layer}.weight"].T + self.layers[f"{layer}.bias"]
            x = np.maximum(x, 0) if layer + 1 < depth else x
        return x[:, 0]

    def predict(self, reader, books, history=None):
        """The ratings that a reader would give to books, [books].

        `history` is a list of (book, rating) of somebody new, whatever their id. A plain model knows no
        histories. The last row of each embedding table stands for unknown ids.
        """
        known = self.known(history or []) if self.encoder else {}
        row = len(self.readers) if history else self.readers.get(reader, len(self.readers))
        rows = np.array([self.books.get(book, len(self.books)) for book in books], int)
        return self.ratings(row, rows, known)

    def known(self, history):
        """The rating of each book that the model knows, by its row; of several of a book the last counts."""
        known = {}
        for book, rating in history:
            if book in self.books:
                known.pop(self.books[book], None)
                known[self.books[book]] = rating
        return known

    def ratings(self, row, rows, known):
        """The ratings of the books of `rows` by the reader of `row`, or by somebody new who rated `known`."""
        u, b = self.weights["readers.embedding"][row], self.weights["books.embedding"][rows]
        if self.encoder is None:
            result = self.dense(np.hstack([np.tile(u, (len(rows), 1)), b]))
        else:
            rated, to_read = (np.array(list(known), int), np.array(list(known.values()), float)), []
            is_known = row < len(self.readers)
            if is_known:
                rated, to_read = self.encoder.history(row), self.encoder.to_read(row)
            offsets, features = self.encoder.inputs(
                rows, rated, row if is_known else None, to_read)
            result = offsets + b @ u + self.dense(features)
        result = np.clip(
            result, self.manifest["ratingRange"]["lowest"], self.manifest["ratingRange"]["highest"])
        if row == len(self.readers) and not known:  # both unknown: the mean of the training ratings
            result[rows == len(self.books)] = self.manifest["mean"]
        return result

    def recommend(self, reader, count=10, rank_by="blend", history=None):
        """The books that a reader would read next, best first, as (book, score); rated ones are left out.

        `history` is a list of (book, rating) of somebody new, whatever their id.
        """
        assert self.relevance, "this model was trained without lists"
        if history is None:
            row, known = self.readers[reader], {}
            profile = self.relevance.histories[row]
            offsets, books = self.rated
            left_out = np.concatenate([profile[0], books[offsets[row]:offsets[row + 1]]])
        else:
            row, known = len(self.readers), dict(sorted(self.known(history).items()))
            profile = np.array(list(known), int), np.array(list(known.values()), float)
            left_out = profile[0]
        candidates = np.setdiff1d(np.arange(len(self.books)), left_out)
        if rank_by == "rating":
            scores = self.ratings(row, candidates, known)
        else:
            scores = self.relevance.scores(*profile)[candidates]
        if rank_by == "blend":  # the most relevant ones, moved by the rating that they would get
            order = np.argsort(-scores, kind="stable")[:max(count, 200)]
            candidates, relevance = candidates[order], scores[order]
            ratings = self.ratings(row, candidates, known)
            moved = relevance * np.exp(0.3 * (ratings - ratings.mean())) if len(order) else relevance
            scores = np.where(relevance > 0, moved, relevance)
        best = np.argsort(-scores, kind="stable")[:count]
        ids = list(self.books)
        return [(ids[candidates[place]], float(scores[place])) for place in best]


def rows_of(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def predict(model, options, write):
    """Prints the predicted rating of each pair of a file."""
    pairs, histories, predictions = rows_of(options.pairs), {}, {}
    for row in rows_of(options.history) if options.history else []:
        histories.setdefault(row["user_id"], []).append((row["book_id"], float(row["rating"])))
    for reader in dict.fromkeys(pair["user_id"] for pair in pairs):
        books = [pair["book_id"] for pair in pairs if pair["user_id"] == reader]
        values = model.predict(reader, books, histories.get(reader))
        predictions.update(zip([(reader, book) for book in books], values))
    write(["user_id", "book_id", "prediction"])
    for pair in pairs:
        key = pair["user_id"], pair["book_id"]
        write([*key, f"{predictions[key]:.7g}"])


def recommend(model, options, write):
    """Prints lists of books for readers."""
    write(["user_id", "rank", "book_id", "score"])
    for reader in list(model.readers) if options.all else options.reader:
        list_ = model.recommend(reader, options.top, options.rank_by)
        for rank, (book, score) in enumerate(list_, 1):
            write([reader, rank, book, f"{score:.7g}"])


def main():
    parser = argparse.ArgumentParser(description="Predicts and recommends with a model of Octavo.")
    parser.add_argument("--model", default=os.path.dirname(os.path.abspath(__file__)))
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("predict", help="predict the ratings of pairs")
    command.add_argument("pairs")
    command.add_argument("--history")
    command.set_defaults(run=predict)
    command = commands.add_parser("recommend", help="list books for readers")
    command.add_argument("reader", nargs="*")
    command.add_argument("--all", action="store_true")
    command.add_argument("--top", type=int, default=10)
    command.add_argument("--rank-by", choices=["blend", "relevance", "rating"], default="blend")
    command.set_defaults(run=recommend)
    options = parser.parse_args()
    options.run(
        Model(options.model), options, csv.writer(sys.stdout, lineterminator="\n").writerow)


if __name__ == "__main__":
    main()
