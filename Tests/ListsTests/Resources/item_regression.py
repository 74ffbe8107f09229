import json, sys
import numpy as np
o = json.load(sys.stdin)
R, B, k = o["readers"], o["books"], o["k"]
train, test = np.array(o["train"]), np.array(o["test"])
ratings = np.full((R, B), np.nan)
ratings[train[:, 0].astype(int), train[:, 1].astype(int)] = train[:, 2]
has = ~np.isnan(ratings)
on = np.zeros((len(o["lists"]), B))
for row, books in enumerate(o["lists"]): on[row, books] = 1
G = has.T.astype(float) @ has + o["listWeight"] * on.T @ on
G += np.diag(o["regularization"] + o["dropoutOdds"] * np.diag(G))
P = np.linalg.inv(G)
W = np.eye(B) - P / np.diag(P)
np.fill_diagonal(W, 0)
inputs = np.where(has, np.interp(np.nan_to_num(ratings), [1, 2, 3, 4, 5], o["ratingWeights"]), 0)
scores = inputs @ W + o["popularityWeight"] * has.mean(0)
found = {name: [] for name in ("ndcg", "recall", "capped_recall", "precision", "mrr", "map", "hit_rate")}
listed = []
for u in range(R):
  good = test[(test[:, 0] == u) & (test[:, 2] >= 4), 1].astype(int)
  if len(good) == 0: continue
  order = np.argsort(np.where(has[u], np.inf, -scores[u]), kind="stable")[:k]
  listed.append(order)
  hits = np.isin(order, good)
  places = np.arange(1, k + 1)
  best = min(k, len(good))
  found["ndcg"].append((hits / np.log2(places + 1)).sum() / (1 / np.log2(places[:best] + 1)).sum())
  found["recall"].append(hits.sum() / len(good))
  found["capped_recall"].append(hits.sum() / best)
  found["precision"].append(hits.mean())
  found["mrr"].append((hits / places).max())
  found["map"].append((hits * np.cumsum(hits) / places).sum() / best)
  found["hit_rate"].append(float(hits.any()))
metrics = {name: float(np.mean(values)) for name, values in found.items()}
listed = np.concatenate(listed)
metrics["coverage"] = len(set(listed.tolist())) / B
metrics["novelty"] = float(np.mean(-np.log2(np.maximum(1, has.sum(0)[listed]) / R)))
metrics["readers"] = len(found["ndcg"])
json.dump({"weights": W.tolist(), "scores": scores.tolist(), "metrics": metrics}, sys.stdout)
