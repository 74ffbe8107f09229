"""Reading a training part and a test part, measuring predictions, and writing them."""
from dataclasses import dataclass
import numpy as np, pandas as pd


@dataclass
class Ratings:
    """Ratings with readers and books numbered from 0, the numbers being those of both parts."""

    users: np.ndarray  # ids, sorted; a reader's number is the place here
    books: np.ndarray
    train: tuple  # (numbers of readers, numbers of books, ratings)
    test: tuple

    @property
    def mean(self):
        return self.train[2].mean()

    @property
    def range(self):
        return self.train[2].min(), self.train[2].max()

    def matrix(self, values):
        """Readers × books with the values where the training part has a rating."""
        from scipy import sparse

        shape = len(self.users), len(self.books)
        return sparse.csr_matrix((values, self.train[:2]), shape=shape)


def read(train_path, test_path):
    """Both parts. Of several ratings of one book by one reader the training keeps the last."""
    frames = [pd.read_csv(path) for path in (train_path, test_path)]
    frames[0] = frames[0].drop_duplicates(["user_id", "book_id"], keep="last")
    users, books = (np.unique(np.concatenate([f[name].values for f in frames])) for name in ("user_id", "book_id"))
    parts = [(np.searchsorted(users, f.user_id.values), np.searchsorted(books, f.book_id.values), f.rating.values.astype(float)) for f in frames]
    return Ratings(users, books, *parts)


def error_sums(readers, predictions, truth):
    """For each reader with test ratings: the sum of squared errors and the number of ratings."""
    _, place = np.unique(readers, return_inverse=True)
    return np.bincount(place, (predictions - truth) ** 2), np.bincount(place)


def resamples(readers, draws=2000, seed=0):
    """How often each reader is drawn, [readers] for each of the draws: the bootstrap over readers."""
    random = np.random.default_rng(seed)
    for _ in range(draws):
        yield np.bincount(random.integers(readers, size=readers), minlength=readers)


def rmse_with_error(readers, predictions, truth, draws=2000):
    """RMSE, and its standard error by bootstrap over readers, None without draws."""
    sums, counts = error_sums(readers, predictions, truth)
    drawn = [np.sqrt((often @ sums) / (often @ counts)) for often in resamples(len(sums), draws)]
    return float(np.sqrt(sums.sum() / counts.sum())), float(np.std(drawn)) if drawn else None


def write(path, ratings, predictions):
    """Predictions in the form of `octavo predict`, in the order of the test part."""
    columns = dict(user_id=ratings.users[ratings.test[0]], book_id=ratings.books[ratings.test[1]], prediction=predictions)
    pd.DataFrame(columns).to_csv(path, index=False)
