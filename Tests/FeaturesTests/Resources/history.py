import csv, json, re, sys
import numpy as np

o = json.load(sys.stdin)
def read(name):
  with open(o["folder"] + "/" + name) as file: return list(csv.DictReader(file))
books, ratings = read("books.csv"), read("ratings.csv")
N = len(books)
place = {b["book_id"]: i for i, b in enumerate(books)}
number = lambda text: float(text) if text else np.nan

# What catalogues say in numbers; a missing one counts as the mean.
stars = np.array([[number(b[f"ratings_{k}"]) for k in range(1, 6)] for b in books])
shares = stars / stars.sum(1, keepdims=True)
mean = shares @ np.arange(1, 6)
year = np.array([number(b["original_publication_year"]) for b in books])
newest = np.nanmax(year)
language = [b["language_code"][:2] for b in books]
commonest = max(set(language) - {""}, key=language.count)
series = [re.search(r"\((.*?),? *#", b["title"]) for b in books]
columns = [
  [number(b["average_rating"]) for b in books], mean,
  np.sqrt((shares * (np.arange(1, 6) - mean[:, None]) ** 2).sum(1)), np.log(stars.sum(1)),
  np.log1p([number(b["work_text_reviews_count"]) for b in books]),
  np.log1p([number(b["books_count"]) for b in books]), *shares.T,
  np.log(3 + newest - np.maximum(year, 1800)),
  [np.nan if l == "" else float(l == commonest) for l in language],
  [float(s is not None) for s in series]]
X = np.array(columns).T
X = np.nan_to_num((X - np.nanmean(X, 0)) / np.nanstd(X, 0))

# Bags of tags and lists, rows of length 1. One more book, which nobody knows, is counted.
def normalized(M): return M / np.maximum(1e-30, np.linalg.norm(M, axis=1, keepdims=True))
goodreads = {b["goodreads_book_id"]: i for i, b in enumerate(books)}
entries = read("book_tags.csv")
tags = sorted({e["tag_id"] for e in entries})
T = np.zeros((N, len(tags)))
for e in entries: T[goodreads[e["goodreads_book_id"]], tags.index(e["tag_id"])] = float(e["count"])
T = normalized(np.log1p(T) * np.sqrt(np.log((N + 1) / (T > 0).sum(0))))
entries = read("to_read.csv")
L = np.zeros((N, 1 + max(int(e["user_id"]) for e in entries)))
for e in entries: L[place[e["book_id"]], int(e["user_id"])] = 1
L = normalized(L)

# The kernel of all books.
def same(names): return np.array([[float(a == b and a is not None) for b in names] for a in names])
K = sum(w * M for w, M in zip(o["weights"], [
  np.ones((N, N)), same([b["authors"].split(",")[0] for b in books]),
  same([s and s[1] for s in series]), X @ X.T / X.shape[1], T @ T.T, L @ L.T]))

# The prior: a ridge regression and the readers' levels in turns.
u = np.array([int(r["user_id"]) - 1 for r in ratings])
i = np.array([place[r["book_id"]] for r in ratings])
r = np.array([float(x["rating"]) for x in ratings])
A = np.c_[np.ones(N), X, T]
level = np.zeros(u.max() + 1)
for _ in range(4):
  D = A[i]
  ridge = np.diag([1e-9] + [30.0] * (A.shape[1] - 1))
  prior = A @ np.linalg.solve(D.T @ D + ridge, D.T @ (r - level[u]))
  level = np.bincount(u, r - prior[i]) / (np.bincount(u) + 4)

def predict(known, values, book):
  # Mean and variance, noise included, at one book from others.
  k, S = K[book, known], K[np.ix_(known, known)] + np.eye(len(known))
  return k @ np.linalg.solve(S, values), K[book, book] + 1 - k @ np.linalg.solve(S, k)

def leave_one_out(known, values):
  rest = lambda j: np.delete(np.arange(len(known)), j)
  return np.array([predict(known[rest(j)], values[rest(j)], known[j]) for j in range(len(known))])

# Book biases from what each rating exceeds the prediction from the reader's others by.
x = r - prior[i]
e = np.zeros(len(r))
for reader in range(u.max() + 1):
  rows = u == reader
  e[rows] = x[rows] - leave_one_out(i[rows], x[rows])[:, 0]
sums, counts = np.bincount(i, e, N), np.bincount(i, minlength=N)
bias = (sums[i] - e) / (counts[i] - 1 + 60)

answers = []
for reader in o["readers"]:
  rows = u == reader
  known, values = i[rows], x[rows] - bias[rows]
  own = leave_one_out(known, values)
  others = np.setdiff1d(np.arange(N), known)
  other = np.array([predict(known, values, book) for book in others])
  base = (prior + sums / (counts + 60))[others]
  answers.append({
    "own": np.c_[prior[known] + bias[rows] + own[:, 0], own].tolist(),
    "others": np.c_[base + other[:, 0], other].tolist()})
json.dump({"prior": prior.tolist(), "sums": sums.tolist(), "readers": answers}, sys.stdout)
