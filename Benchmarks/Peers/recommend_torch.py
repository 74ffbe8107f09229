"""Scores of all readers for all books and each reader's best unrated ones with PyTorch, at its best.

The model is the reference network: embeddings of 32, dense 128 ReLU, dense 64 ReLU, dense 1. Its weights
are random, which changes nothing about the work. The first layer is split into its parts of readers and of
books, each computed once; what is left is done in place, `--readers-at-once` readers at a time.

    python recommend_torch.py --ratings FILE [--threads 2] [--readers-at-once 1] [--compile] [--bfloat16]

Prints one line of JSON: the seconds from the tables to the lists, reading the file not counted.
`--readers` limits the number of readers, and the seconds are then also given as if for all.
"""
import argparse, json, time
import pandas as pd, torch, torch.nn as nn

p = argparse.ArgumentParser()
p.add_argument("--ratings", required=True)
p.add_argument("--threads", type=int, default=2)
p.add_argument("--top", type=int, default=10)
p.add_argument("--readers", type=int, default=0, help="how many readers; 0: all")
p.add_argument("--readers-at-once", type=int, default=1)
p.add_argument("--compile", action="store_true")
p.add_argument("--bfloat16", action="store_true", help="second layer in bfloat16, the lists being those of rounded scores")
a = p.parse_args()
torch.set_num_threads(a.threads)
torch.manual_seed(0)

frame = pd.read_csv(a.ratings)
users = torch.from_numpy(frame.user_id.astype("category").cat.codes.values.astype("int64"))
books = torch.from_numpy(frame.book_id.astype("category").cat.codes.values.astype("int64"))
n_users, n_books, d = int(users.max()) + 1, int(books.max()) + 1, 32
order = torch.argsort(users)
rated, starts = books[order], torch.searchsorted(users[order], torch.arange(n_users + 1))

user_table, book_table = torch.randn(n_users, d) * 0.05, torch.randn(n_books, d) * 0.05
first, second, third = nn.Linear(2 * d, 128), nn.Linear(128, 64), nn.Linear(64, 1)


def score(user_sums, book_sums):
    hidden = (user_sums[:, None, :] + book_sums[None, :, :]).relu_().view(-1, 128).to(second.weight.dtype)
    return third(second(hidden).relu_()).float().view(len(user_sums), -1)


if a.bfloat16:
    second, third = second.bfloat16(), third.bfloat16()


if a.compile:
    score = torch.compile(score)

with torch.inference_mode():
    many = a.readers or n_users
    book_sums = nn.functional.linear(book_table, first.weight[:, d:], first.bias)
    score(nn.functional.linear(user_table[: a.readers_at_once], first.weight[:, :d]), book_sums)
    started = time.perf_counter()
    book_sums = nn.functional.linear(book_table, first.weight[:, d:], first.bias)
    user_sums = nn.functional.linear(user_table, first.weight[:, :d])
    lists = torch.empty(many, a.top, dtype=torch.int64)
    for i in range(0, many, a.readers_at_once):
        j = min(i + a.readers_at_once, many)
        scores = score(user_sums[i:j], book_sums)
        seen = rated[starts[i] : starts[j]]
        rows = users[order[starts[i] : starts[j]]] - i
        scores[rows, seen] = -torch.inf
        lists[i:j] = scores.topk(a.top).indices
    seconds = time.perf_counter() - started
print(json.dumps(dict(peer="torch", readers=many, books=n_books, compile=a.compile, bfloat16=a.bfloat16, threads=a.threads,
                      readers_at_once=a.readers_at_once, seconds=round(seconds, 2),
                      seconds_for_all=round(seconds * n_users / many, 1))))
