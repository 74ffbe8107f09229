"""Predicts pairs of readers and books with a model in the form of ONNX.

Usage: python3 score_onnx.py MODEL.onnx PAIRS.csv
"""
import csv
import sys

import numpy as np
import onnxruntime

session = onnxruntime.InferenceSession(sys.argv[1])
with open(sys.argv[2], encoding="utf-8", newline="") as file:
    pairs = list(csv.DictReader(file))
types = {"tensor(int64)": np.int64, "tensor(string)": object}
inputs = {
    column.name: np.array([pair[column.name] for pair in pairs], object).astype(types[column.type])
    for column in session.get_inputs()
}
(predictions,) = session.run(["prediction"], inputs)
write = csv.writer(sys.stdout, lineterminator="\n").writerow
write(["user_id", "book_id", "prediction"])
for pair, prediction in zip(pairs, predictions):
    write([pair["user_id"], pair["book_id"], prediction])
