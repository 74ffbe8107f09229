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
T_ = np.zeros((N, len(tags)))
for e in entries: T_[goodreads[e["goodreads_book_id"]], tags.index(e["tag_id"])] = float(e["count"])
T_ = normalized(np.log1p(T_) * np.sqrt(np.log((N + 1) / (T_ > 0).sum(0))))
entries = read("to_read.csv")
L_ = np.zeros((N, 1 + max(int(e["user_id"]) for e in entries)))
for e in entries: L_[place[e["book_id"]], int(e["user_id"])] = 1
L_ = normalized(L_)

u = np.array([int(r["user_id"]) - 1 for r in ratings])
i = np.array([place[r["book_id"]] for r in ratings])
r = np.array([float(x["rating"]) for x in ratings])
U = u.max() + 1
one = lambda n, k: np.eye(n)[k]

# Who rated what: all directions of the scaled binary matrix. One more book, which nobody knows, is counted.
B = np.zeros((U, N + 1)); B[u, i] = 1
nu, ni = B.sum(1), B.sum(0)
H = B / np.sqrt(np.maximum(nu, 1))[:, None] / np.sqrt(np.maximum(ni, 1))
left, s, right = np.linalg.svd(H, full_matrices=False)
def features(X, counts):
  X = X / X.std(0) * s / s[0]
  logs = np.log1p(counts)
  return np.c_[np.ones(len(X)), logs - logs[counts > 0].mean(), X - X.mean(0)]
G = [features(left * s, nu), features(right.T * s, ni)]

# The factor model, one reader and one book at a time.
mean, deviation = r.mean(), r.std()
x = (r - mean) / deviation
D = o["rank"] + 2
counts, keys, base = [nu, ni], [u, i], [one(D, 0), one(D, 1)]
M = [np.array(o["start"]).reshape(U, D), np.tile(base[1], (N + 1, 1))]
S = [np.zeros((U, D, D)), np.zeros((N + 1, D, D))]
M0 = [np.tile(base[0], (U, 1)), np.tile(base[1], (N + 1, 1))]
variances = [[0.02, 0.2] + [1] * (D - 2), [0.3, 0.02] + [0.03] * (D - 2)]
C = [np.diag(v).astype(float) for v in variances]
weight, tau, coefficients = [np.ones(U), np.ones(N + 1)], 1 / 0.68, [None, None]

def update(side):
  # Beliefs of one side; of each the sum of the other's precision times the expected squared error.
  other, errors = 1 - side, np.zeros(len(M[side]))
  L = np.linalg.inv(C[side])
  for e in range(len(M[side])):
    rows = np.flatnonzero(keys[side] == e)
    j = keys[other][rows]
    w = weight[other][j]
    P = np.einsum("n,nab->ab", w, S[other][j] + M[other][j][:, :, None] * M[other][j][:, None])
    h = (w * x[rows]) @ M[other][j]
    f = tau * weight[side][e]
    S[side][e] = np.linalg.inv(L + f * P)
    M[side][e] = S[side][e] @ (L @ M0[side][e] + f * h)
    errors[e] = w @ x[rows] ** 2 - 2 * M[side][e] @ h + np.sum(
      P * (S[side][e] + np.outer(M[side][e], M[side][e])))
  return errors

def learn_prior(side):
  rated = counts[side] > 0
  g = G[side] * rated[:, None]
  coefficients[side] = np.linalg.solve(
    g.T @ g + o["ridge"] * np.eye(g.shape[1]), g.T @ (M[side] - base[side]))
  M0[side] = base[side] + G[side] @ coefficients[side]
  Y = (M[side] - M0[side])[rated]
  C[side] = (Y.T @ Y + S[side][rated].sum(0) + 0.04 * np.eye(D)) / (rated.sum() + 2)

for step in range(o["passes"]):
  errors = update(1)
  if step >= 2: weight[1] = (ni + 10) / (errors * tau + 10)
  errors = update(0)
  if step >= 2:
    tau = len(r) / (errors @ weight[0])
    weight[0] = (nu + 10) / (errors * tau + 10)
    learn_prior(0); learn_prior(1)
update(1)

# Factors in units of noise: a reader's deviation from what is expected has variance 1 in every direction.
root, unit = np.linalg.cholesky(C[0]), deviation / np.sqrt(tau)
V = M[1] @ root * np.sqrt(tau)
whiten = lambda z: unit * np.linalg.solve(root, z.T).T
Z0, Z = whiten(M0[0]), whiten(M[0])
T = np.einsum("ba,ibc,cd->iad", root, S[1], root) * tau
Q = C[0] + M0[0].T @ M0[0] / U
doubt = tau * np.einsum("iab,ab->i", S[1], Q)
noise = 1 / weight[1] + doubt
noise /= noise @ ni / len(r)

# The kernel of all books but the factors' part.
def same(names): return np.array([[float(a == b and a is not None) for b in names] for a in names])
w = o["weights"]
K = sum(w * M for w, M in zip(w, [
  np.ones((N, N)), same([b["authors"].split(",")[0] for b in books]),
  same([s and s[1] for s in series]), X @ X.T / X.shape[1], T_ @ T_.T, L_ @ L_.T]))
factor_weight = w[6]
variance = (1 + o["bookNoise"] * noise) / (1 + o["bookNoise"])

def predict(known, values, vectors, book):
  # Mean and variance, noise included, at one book from others whose factors are `vectors`.
  k = K[book, known] + factor_weight * vectors @ V[book]
  A = K[np.ix_(known, known)] + factor_weight * vectors @ vectors.T + np.diag(variance[known])
  prior = K[book, book] + factor_weight * V[book] @ V[book] + variance[book]
  return k @ np.linalg.solve(A, values), prior - k @ np.linalg.solve(A, k)

answers = []
for reader in o["readers"]:
  rows = u == reader
  known = i[rows]
  expected = mean + V @ Z0[reader]
  values = r[rows] - expected[known]
  rest = lambda j: np.delete(np.arange(len(known)), j)
  own = np.array([
    predict(known[rest(j)], values[rest(j)], V[known[rest(j)]], known[j]) for j in range(len(known))])
  # The other books are predicted by factors that the reader's ratings were taken out of.
  p = weight[0][reader] * weight[1][known] / unit ** 2
  z = Z[reader]
  error = V[known] @ z - (r[rows] - mean)
  without = V[known] + (T[known] @ z) * (
    p * error / np.maximum(1 - p * np.einsum("a,iab,b->i", z, T[known], z), 0.1))[:, None]
  values = r[rows] - mean - without @ Z0[reader]
  others = np.setdiff1d(np.arange(N), known)
  other = np.array([predict(known, values, without, book) for book in others])
  answers.append({
    "own": np.c_[expected[known] + own[:, 0], own].tolist(),
    "others": np.c_[expected[others] + other[:, 0], other].tolist()})
json.dump({
  "expected": (mean + Z0 @ V.T).ravel().tolist(), "noise": noise.tolist(), "doubt": doubt.tolist(),
  "readers": answers}, sys.stdout)
