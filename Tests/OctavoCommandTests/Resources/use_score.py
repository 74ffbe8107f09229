import sys

sys.path.insert(0, "exported")
import score

model = score.Model("exported")
print(model.predict("1", ["42", "5"]))
for book, value in model.recommend("1", count=3):
    print(book, value)
