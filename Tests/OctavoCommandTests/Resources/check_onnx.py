"""Checks a model in the form of ONNX by the rules of the format, all shapes and types inferred.

Usage: python3 check_onnx.py MODEL.onnx
"""
import sys

import onnx

model = onnx.load(sys.argv[1])
onnx.checker.check_model(model, full_check=True)
print(*(entry.name for entry in [*model.graph.input, *model.graph.output]))
