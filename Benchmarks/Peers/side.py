"""What the side files of goodbooks-10k say of the books of a Ratings."""
import os
from dataclasses import dataclass
import numpy as np, pandas as pd
from scipy import sparse


def unit_rows(matrix):
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(1)).ravel())
    return (sparse.diags(1 / np.maximum(lengths, 1e-9)) @ matrix).tocsr()


def members(codes):
    """Books × groups, 1 where the book is of the group; codes below 0 are of none."""
    known = np.flatnonzero(codes >= 0)
    return sparse.csr_matrix((np.ones(len(known)), (known, codes[known])), shape=(len(codes), codes.max(initial=0) + 1))


@dataclass
class SideFiles:
    numbers: np.ndarray  # books × numbers, standardized
    authors: np.ndarray  # the first author's code of each book, -1 for none
    series: np.ndarray  # the series' code of each book, -1 for none
    tags: sparse.csr_matrix  # books × tags, rows of length 1
    marked: sparse.csr_matrix  # books × readers of to_read.csv, rows of length 1
    to_read_pairs: tuple  # (ids of readers, numbers of books)

    @classmethod
    def read(cls, folder, ratings):
        """None where there is no books.csv."""
        if not os.path.exists(os.path.join(folder, "books.csv")):
            return None
        books = pd.read_csv(os.path.join(folder, "books.csv")).set_index("book_id").reindex(ratings.books)
        series = books.title.str.extract(r"\(([^,#()]+?),?\s*#")[0].str.strip()
        pairs = to_read(folder, ratings)
        return cls(numbers(books), pd.factorize(books.authors.str.split(",").str[0].str.strip())[0], pd.factorize(series)[0],
                   tags(folder, books), readers_who_marked(pairs, len(books)), pairs)

    def author_matrix(self):
        return members(self.authors)

    def series_matrix(self):
        return members(self.series)

    def to_read(self, users):
        """Readers × books, 1 where the reader means to read the book; readers in the order of the ids given."""
        place = np.searchsorted(users, self.to_read_pairs[0]).clip(max=len(users) - 1)
        known = users[place] == self.to_read_pairs[0]
        return sparse.csr_matrix((np.ones(known.sum()), (place[known], self.to_read_pairs[1][known])), shape=(len(users), len(self.authors)))


def numbers(books):
    """Goodreads' own: average rating, counts, shares of stars, year. They were counted on all of Goodreads' ratings."""
    shares = books[[f"ratings_{stars}" for stars in range(1, 6)]].values.astype(float)
    shares /= shares.sum(1, keepdims=True)
    year = books.original_publication_year.fillna(2000).clip(1800, 2018)
    count = np.log(books.ratings_count)
    table = np.column_stack([books.average_rating, count, shares, np.log(2020 - year), np.log1p(books.work_text_reviews_count) - count, np.log(books.books_count)])
    table = (table - np.nanmean(table, 0)) / np.maximum(np.nanstd(table, 0), 1e-9)
    return np.nan_to_num(table)


def tags(folder, books):
    """log(1 + count) · idf of the tags of at least 20 books and at most half of them."""
    frame = pd.read_csv(os.path.join(folder, "book_tags.csv")).drop_duplicates(["goodreads_book_id", "tag_id"])
    places = pd.Series(np.arange(len(books)), index=books.goodreads_book_id.values)
    frame = frame[frame.goodreads_book_id.isin(places.index)]
    spread = frame.groupby("tag_id").goodreads_book_id.transform("size")
    frame, spread = (part[(spread >= 20) & (spread <= len(books) // 2)] for part in (frame, spread))
    weights = np.log1p(frame["count"].clip(lower=0)) * np.log(len(books) / spread)
    codes, kinds = pd.factorize(frame.tag_id)
    return unit_rows(sparse.csr_matrix((weights, (places[frame.goodreads_book_id].values, codes)), shape=(len(books), len(kinds))))


def to_read(folder, ratings):
    frame = pd.read_csv(os.path.join(folder, "to_read.csv")).drop_duplicates()
    frame = frame[np.isin(frame.book_id, ratings.books)]
    return frame.user_id.values, np.searchsorted(ratings.books, frame.book_id.values)


def readers_who_marked(pairs, books):
    codes, users = pd.factorize(pairs[0])
    matrix = sparse.csr_matrix((np.ones(len(codes)), (pairs[1], codes)), shape=(books, len(users)))
    counts = np.asarray(matrix.sum(0)).ravel()
    return unit_rows(matrix @ sparse.diags(1 / np.sqrt(np.maximum(counts, 1))))
