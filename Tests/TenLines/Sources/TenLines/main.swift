import Octavo

let data = try Dataset(folder: "sample")
let model = try TrainingJob(on: data).run { print($0) }  // an Epoch after each
print("test RMSE", model.evaluation.test?.rmse ?? .nan)
try model.save(to: "model")

let served = try Model(contentsOf: "model")
print(try served.rating(of: "42", by: "1"))
for book in try served.recommendations(for: "1", count: 5) {
  print(book.rank, book.title, book.reasons)
}
for book in try served.recommendations(for: ["5": 5, "19": 4], count: 5) { print(book.title) }
