"""Gradient-boosted trees (LightGBM) on features of the kind Octavo's network is told, none of which knows its own rating.

The command cannot write Octavo's own features to a file, so these are made here in the same manner. Readers are divided in folds.
What is learned of books (statistics, likeness by ratings and by who rated them) comes from the readers of the other folds,
for rows of training and of test alike; what is said of a reader leaves the row's own rating out in closed form.
"""
import numpy as np
from scipy import sparse
from scipy.optimize import minimize
from scipy.sparse.linalg import svds
from predictors import shrunk


def trees(ratings, s, side):
    import lightgbm

    likeness = fixed_likeness(side)
    static = book_columns(side, len(ratings.books))
    fold_of = np.random.default_rng(2).permutation(len(ratings.users)) % s["folds"]
    weights, parts = None, []
    for fold in range(s["folds"]):
        books = Books(ratings, fold_of[ratings.train[0]] != fold, likeness, s)
        if weights is None:  # a few numbers, found on training ratings of one fold
            weights = kernel_weights(ratings, books, fold_of == fold)
        parts.append(fold_rows(ratings, books, fold_of == fold, weights, static))
    train_rows, train_x, train_start, test_rows, test_x, test_start = (np.concatenate(part) for part in zip(*parts))
    truth = ratings.train[2][train_rows]
    data = lightgbm.Dataset(train_x, truth, init_score=train_start)
    options = dict(objective="l2", learning_rate=s["rate"], num_leaves=s["leaves"], min_data_in_leaf=s["rows_in_leaf"], feature_fraction=0.5,
                   bagging_fraction=0.7, bagging_freq=1, lambda_l2=s["l2"], seed=0, deterministic=True, num_threads=s["threads"], verbose=-1)
    if s.get("watch"):  # to choose the number of rounds: only with a validation part in the place of the test part
        watched = data.create_valid(test_x, ratings.test[2][test_rows], init_score=test_start)
        lightgbm.train(options, data, s["rounds"], valid_sets=[watched], callbacks=[lightgbm.log_evaluation(25)])
    model = lightgbm.train(options, data, s["rounds"])
    predictions = np.empty(len(test_rows))
    predictions[test_rows] = test_start + model.predict(test_x)
    return predictions


def fixed_likeness(side):
    """How alike two books are by the side files: functions of two lists of books."""
    if side is None:
        return []

    def same(codes):
        return lambda a, b: ((codes[a][:, None] == codes[b]) & (codes[a][:, None] >= 0)).astype(float)

    def cosine(matrix):
        return lambda a, b: (matrix[a] @ matrix[b].T).toarray()

    def close(a, b):
        return side.numbers[a] @ side.numbers[b].T / side.numbers.shape[1]

    return [same(side.authors), same(side.series), close, cosine(side.tags), cosine(side.marked)]


def book_columns(side, books):
    if side is None:
        return np.empty((books, 0))
    left, values, _ = svds(side.tags, k=12, random_state=0)
    return np.column_stack([side.numbers, left * values])


class Books:
    """What the ratings in `rows` say of books."""

    def __init__(self, ratings, rows, likeness, s):
        users, books, values = (part[rows] for part in ratings.train)
        size = len(ratings.books)
        self.mean = values.mean()
        self.level = np.zeros(len(ratings.users))
        for _ in range(5):
            self.bias = shrunk(books, values - self.mean - self.level[users], size, s["book_shrinkage"])
            self.level = shrunk(users, values - self.mean - self.bias[books], len(ratings.users), s["user_shrinkage"])
        residuals = values - self.mean - self.bias[books] - self.level[users]
        spread = np.sqrt(shrunk(books, residuals**2 - residuals.var(), size, 10) + residuals.var())
        counts = np.bincount(books, minlength=size)
        self.columns = np.column_stack([np.log1p(counts), self.bias, spread])
        shape = len(ratings.users), size
        given = sparse.csr_matrix((residuals, (users, books)), shape=shape)
        by_user = np.bincount(users, minlength=shape[0])
        rated = sparse.diags(1 / np.sqrt(np.maximum(by_user, 1))) @ sparse.csr_matrix((np.ones(len(users)), (users, books)), shape=shape)
        by_ratings = directions(given, s["rank"]) * np.sqrt(counts / (counts + 20.0))[:, None]
        by_readers = directions(rated @ sparse.diags(1 / np.sqrt(np.maximum(counts, 1))), s["rank"])
        self.likeness = [dense_cosine(by_ratings), dense_cosine(by_readers)] + likeness


def directions(matrix, rank):
    """Columns' vectors of a truncated SVD, each of length 1 (0 for columns without entries)."""
    _, values, right = svds(matrix.tocsc(), k=rank, random_state=0)
    vectors = right.T * values
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


def dense_cosine(vectors):
    return lambda a, b: vectors[a] @ vectors[b].T


def kernel(alike, weights):
    total = np.full(alike[0].shape, weights[0])
    for weight, matrix in zip(weights[1:], alike):
        total += weight * matrix
    return total


def histories(ratings, chosen):
    """For each of the chosen readers: rows of the training part and rows of the test part."""
    orders = []
    for part in (ratings.train[0], ratings.test[0]):
        order = np.argsort(part, kind="stable")
        orders.append((order, np.searchsorted(part[order], np.arange(len(ratings.users) + 1))))
    for user in np.flatnonzero(chosen):
        yield tuple(order[starts[user] : starts[user + 1]] for order, starts in orders)


def kernel_weights(ratings, books, chosen):
    """Weights of level, likenesses and noise with the least leave-one-out error on 200 readers."""
    cases = []
    for rows, _ in histories(ratings, chosen):
        if 5 <= len(rows) <= 300 and len(cases) < 200:
            rated = ratings.train[1][rows]
            cases.append(([alike(rated, rated) for alike in books.likeness], ratings.train[2][rows] - books.mean - books.bias[rated]))

    def error(logarithms):
        weights = np.exp(logarithms)
        total = count = 0
        for alike, residuals in cases:
            inverse = np.linalg.inv(kernel(alike, weights) + np.eye(len(residuals)))  # in units of the noise
            total += ((inverse @ residuals / np.diag(inverse)) ** 2).sum()
            count += len(residuals)
        return total / count

    start = np.log([0.3] + [0.3] * len(books.likeness))
    return np.exp(minimize(error, start, method="Powell", bounds=[(-7, 2)] * len(start), options=dict(maxfev=120, xtol=0.1, ftol=1e-4)).x)


def fold_rows(ratings, books, chosen, weights, static):
    """Rows, features and starting points of the chosen readers' training and test ratings."""
    out = [[] for _ in range(4)]
    for rows, asked in histories(ratings, chosen):
        if len(rows) + len(asked) == 0:
            continue
        features = reader_rows(ratings, books, rows, ratings.test[1][asked], weights)
        for place, part in enumerate((rows, features[0], asked, features[1])):
            out[place].append(part)
    rows, known, asked, unknown = (np.concatenate(part) for part in out)
    result = []
    for numbers, part, features in ((rows, ratings.train, known), (asked, ratings.test, unknown)):
        book = part[1][numbers]
        start = books.mean + books.bias[book] + features[:, 0]
        result += [numbers, np.column_stack([features, books.columns[book], static[book]]).astype(np.float32), start]
    return result


def reader_rows(ratings, books, rows, asked, weights):
    """Features of a reader's own ratings, each as if it had not been given, and of the books asked for."""
    rated, values = ratings.train[1][rows], ratings.train[2][rows]
    residuals = values - books.mean - books.bias[rated]
    alike = [likeness(rated, rated) for likeness in books.likeness]
    across = [likeness(asked, rated) for likeness in books.likeness]
    inverse = np.linalg.inv(kernel(alike, weights) + np.eye(len(rows)))
    solution = inverse @ residuals
    gain = solution / np.diag(inverse)
    without = solution[:, None] - inverse * gain  # column p: the solution of the system without rating p, 0 in its own place
    left = [residuals - gain, 1 / np.diag(inverse)] + [weight * np.einsum("pq,qp->p", matrix, without) for weight, matrix in zip(weights[1:], alike)]
    between = kernel(across, weights)
    own = kernel([np.ones(1)] * len(across), weights)
    new = [between @ solution, own + 1 - np.einsum("pq,pq->p", between @ inverse, between)] + [weight * matrix @ solution for weight, matrix in zip(weights[1:], across)]
    for matrix in alike:
        np.fill_diagonal(matrix, 0)
    return (np.column_stack(left + history_columns(alike, residuals, values - books.mean, residuals, values - books.mean, len(rows) - 1)),
            np.column_stack(new + history_columns(across, residuals, values - books.mean, np.zeros(len(asked)), np.zeros(len(asked)), len(rows))))


def history_columns(alike, residuals, deviations, own, own_deviation, count):
    """The reader's statistics, and what alike books got above the reader's level, without the row's own rating."""
    level = (residuals.sum() - own) / (count + 2)
    centre = (deviations.sum() - own_deviation) / (count + 2)
    square = ((deviations**2).sum() - own_deviation**2 + 2) / (count + 2)
    columns = [np.full(len(own), np.log1p(count)), level, np.sqrt(np.maximum(square - centre**2, 0))]
    for matrix in alike:
        near = np.maximum(matrix, 0) ** 2
        mass = near.sum(1)
        columns += [np.log(mass + 0.05), (near @ residuals - level * mass) / (mass + 0.5), matrix.max(1, initial=-1)]
    return columns
