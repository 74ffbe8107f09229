"""Predictors that know the ratings alone."""
import numpy as np, pandas as pd


def mean(ratings, s):
    return np.full(len(ratings.test[0]), ratings.mean)


def averages(ratings, s):
    """Mean + bias of the reader + bias of the book, both shrunk, in turns."""
    users, books, values = ratings.train
    user_bias = np.zeros(len(ratings.users))
    for _ in range(10):
        book_bias = shrunk(books, values - ratings.mean - user_bias[users], len(ratings.books), s["book_shrinkage"])
        user_bias = shrunk(users, values - ratings.mean - book_bias[books], len(ratings.users), s["user_shrinkage"])
    return ratings.mean + user_bias[ratings.test[0]] + book_bias[ratings.test[1]]


def shrunk(places, values, size, pseudo):
    """The mean of the values at each place, with so many pseudo-values of 0."""
    return np.bincount(places, values, size) / (np.bincount(places, minlength=size) + pseudo)


def surprise_predictions(ratings, algorithm):
    from surprise import Dataset, Reader

    frame = pd.DataFrame(dict(zip("ubr", ratings.train)))
    data = Dataset.load_from_df(frame, Reader(rating_scale=ratings.range)).build_full_trainset()
    algorithm.fit(data)
    return np.array([algorithm.predict(user, book).est for user, book in zip(*ratings.test[:2])])


def svd(ratings, s):
    from surprise import SVD

    return surprise_predictions(ratings, SVD(n_factors=s["rank"], n_epochs=s["epochs"], lr_all=s["rate"], reg_all=s["l2"], random_state=0))


def svdpp(ratings, s):
    from surprise import SVDpp

    return surprise_predictions(ratings, SVDpp(n_factors=s["rank"], n_epochs=s["epochs"], lr_all=s["rate"], reg_all=s["l2"], random_state=0, cache_ratings=True))


def neighbours(ratings, s):
    """Item neighbours: residuals of the most correlated books the reader rated."""
    from surprise import KNNBaseline

    like = dict(name="pearson_baseline", user_based=False, shrinkage=s["shrinkage"], min_support=s["support"])
    biases = dict(method="als", n_epochs=10, reg_i=s["book_shrinkage"], reg_u=s["user_shrinkage"])
    return surprise_predictions(ratings, KNNBaseline(k=s["neighbours"], sim_options=like, bsl_options=biases, verbose=False))
