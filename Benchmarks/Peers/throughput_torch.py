"""Training ratings a second of PyTorch on the reference network: embeddings of 32, dense 128 ReLU, dense 64 ReLU, dense 1.

    python throughput_torch.py --ratings FILE --batch-size 4096 [--sparse] [--compile] [--bfloat16]

Adam at 0.001, mean squared error, shuffled ratings that lie in memory; the first steps are left out. Prints one line of JSON.
"""
import argparse, json, time
import torch, torch.nn as nn
from shuffled import read_shuffled

p = argparse.ArgumentParser()
p.add_argument("--ratings", required=True)
p.add_argument("--batch-size", type=int, default=4096)
p.add_argument("--threads", type=int, default=2)
p.add_argument("--seconds", type=float, default=5, help="how long to train, warm-up not counted")
p.add_argument("--sparse", action="store_true", help="sparse gradients of embeddings, SparseAdam")
p.add_argument("--compile", action="store_true")
p.add_argument("--bfloat16", action="store_true", help="autocast to bfloat16")
a = p.parse_args()
torch.set_num_threads(a.threads)
torch.manual_seed(0)
WARM_UP = 20


class Network(nn.Module):
    def __init__(self, readers, books, width=32):
        super().__init__()
        self.users = nn.Embedding(readers, width, sparse=a.sparse)
        self.books = nn.Embedding(books, width, sparse=a.sparse)
        self.dense = nn.Sequential(nn.Linear(2 * width, 128), nn.ReLU(), nn.Linear(128, 64), nn.ReLU(), nn.Linear(64, 1))

    def forward(self, users, books, ratings):
        with torch.autocast("cpu", torch.bfloat16, enabled=a.bfloat16):
            predictions = self.dense(torch.cat([self.users(users), self.books(books)], 1)).squeeze(1)
        return ((predictions.float() - ratings) ** 2).mean()


def optimizers_of(network):
    if not a.sparse:
        return [torch.optim.Adam(network.parameters(), lr=1e-3, fused=True)]
    tables = [network.users.weight, network.books.weight]
    return [torch.optim.SparseAdam(tables, lr=1e-3), torch.optim.Adam(network.dense.parameters(), lr=1e-3, fused=True)]


def step(loss, optimizers, batch):
    for optimizer in optimizers:
        optimizer.zero_grad()
    loss(*batch).backward()
    for optimizer in optimizers:
        optimizer.step()


columns, readers, books = read_shuffled(a.ratings)
batches = list(zip(*(torch.from_numpy(column).split(a.batch_size) for column in columns)))[:-1]
network = Network(readers, books)
optimizers = optimizers_of(network)
loss = torch.compile(network) if a.compile else network
for batch in batches[:WARM_UP]:
    step(loss, optimizers, batch)
steps, started = 0, time.perf_counter()
while time.perf_counter() < started + a.seconds:
    step(loss, optimizers, batches[steps % len(batches)])
    steps += 1
rate = steps * a.batch_size / (time.perf_counter() - started)
print(json.dumps(dict(peer="torch", version=torch.__version__, batch_size=a.batch_size, threads=a.threads, sparse=a.sparse,
                      compile=a.compile, bfloat16=a.bfloat16, steps=steps, ratings_per_second=round(rate))))
