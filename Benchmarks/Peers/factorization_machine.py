"""Bayesian factorization machines (myFM: Gibbs sampling), with more or less told of readers and books."""
import os
import numpy as np
from scipy import sparse

os.environ.setdefault("TQDM_DISABLE", "1")  # one line of JSON is what the program prints


def ids_only(ratings, s):
    return sampled(ratings, s, [], [])


def implicit(ratings, s):
    """Ids, which books the reader rated, and which readers rated the book."""
    rated = ratings.matrix(np.ones(len(ratings.train[0])))
    return sampled(ratings, s, [scaled(rated)], [scaled(rated.T)])


def with_side_files(ratings, s, side):
    """Ids, which books the reader rated and means to read; the book's numbers, author and series."""
    rated = ratings.matrix(np.ones(len(ratings.train[0])))
    marked = side.to_read(ratings.users)
    of_book = [side.author_matrix(), side.series_matrix(), sparse.csr_matrix(side.numbers)]
    return sampled(ratings, s, [scaled(rated), scaled(marked)], of_book)


def scaled(matrix):
    """Rows over the root of their number of entries, as SVD++ has them."""
    counts = np.asarray((matrix != 0).sum(1)).ravel()
    return sparse.diags(1 / np.sqrt(np.maximum(counts, 1))) @ matrix


def sampled(ratings, s, of_user, of_book):
    import myfm

    of_user = [sparse.eye(len(ratings.users), format="csr")] + of_user
    of_book = [sparse.eye(len(ratings.books), format="csr")] + of_book
    blocks = [sparse.hstack(parts).tocsr() for parts in (of_user, of_book)]

    def rows(users, books, _):
        return [myfm.RelationBlock(users, blocks[0]), myfm.RelationBlock(books, blocks[1])]

    model = myfm.MyFMRegressor(rank=s["rank"], random_seed=42)
    model.fit(None, ratings.train[2], X_rel=rows(*ratings.train), group_shapes=[part.shape[1] for part in of_user + of_book],
              n_iter=s["iterations"], n_kept_samples=s["iterations"] - max(10, s["iterations"] // 10))
    return model.predict(None, rows(*ratings.test))
