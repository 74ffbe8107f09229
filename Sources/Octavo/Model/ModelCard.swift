import BookData
import Support
import Training

/// `README.md` of a model's folder: what the model is and is not, for people, in Markdown.
///
/// All of it follows from the model, so that the same training gives the same bytes.
struct ModelCard {
  private let model: Model
  private var manifest: ModelManifest { model.manifest }
  private var isHybrid: Bool { model.encoder != nil }
  private var hasLists: Bool { model.lists != nil }

  /// The card of a model.
  init(_ model: Model) { self.model = model }

  /// The file's text.
  var text: String {
    let sections = [
      ("What it is", list(what)), ("What it is not", list(limits)), ("Data", data),
      ("Errors", errors), ("Options", options), ("How to use it", use), ("Versions", versions),
    ]
    let title =
      "\(isHybrid ? "A hybrid" : "A plain") model of \(manifest.data.ratings.of("rating"))"
    return "# \(title)\n\nWritten by Octavo with the model. No program reads this file.\n"
      + sections.map { "\n## \($0)\n\n\($1)" }.joined()
  }

  // MARK: Sections

  private var what: [String] {
    let range = manifest.ratingRange
    let network = manifest.training.network
    let layers =
      network.hidden.isEmpty ? "none" : network.hidden.map(String.init).joined(separator: ", ")
    let rows = model.network.readers.rows + model.network.books.rows
    let weights = rows * network.embeddingDimension + model.network.stack.parameterCount
    return [
      "It predicts what a reader would rate a book with, from \(range.lowest.brief) to \(range.highest.brief).",
      hasLists
        ? "It lists what readers would pick up next, by an item–item regression moved by predicted ratings."
        : "It was trained without lists: it predicts ratings, and recommends nothing.",
      isHybrid
        ? "A prediction is what readers of the same books give, a Gaussian process over the reader's own "
          + "ratings, and a network's correction from \(manifest.encoder?.features.count ?? 0) features of the pair."
        : "A prediction is a network's answer to the embeddings of reader and book; it knows nothing else of either.",
      "The network has \(weights.grouped) weights: embeddings of length \(network.embeddingDimension), "
        + "hidden dense layers of widths: \(layers).",
    ]
  }

  private var limits: [String] {
    [
      "It is not free of the data's bias: who rated what, and how, is what it learned from. It says nothing of a "
        + "book's worth.",
      isHybrid
        ? "A reader whom the training never saw is predicted from what they have rated, where that is given; "
          + "otherwise, and for an unknown book, the average one stands in."
        : "A reader or book that the training never saw counts as the average one.",
      "It is not anonymous: the folder holds the ids of readers and what each of them has rated.",
      "Errors below are averages; of readers and books with few ratings they are larger "
        + "(`octavo evaluate` tells them by group).",
    ]
  }

  private var data: String {
    let (data, range, split) = (manifest.data, manifest.ratingRange, manifest.split)
    let fold = split.fold.map { "fold \($0.number) of \($0.count)" }
    let given = split.givenFraction.map { "\($0.brief) of each held-out reader's ratings told" }
    let rows: [[String]] = [
      ["ratings", data.ratings.grouped], ["readers", data.readers.grouped],
      ["books with ratings", data.books.grouped], ["books in all", manifest.books.grouped],
      ["range of the training ratings", "\(range.lowest.brief) to \(range.highest.brief)"],
      ["their mean", manifest.mean.brief], ["fingerprint", "`\(data.digest)`"],
      ["dates", "not kept: of time a training knows the order of the ratings alone"],
      [
        "split",
        (["\(split.kind.rawValue), seed \(split.seed)", fold, given].compactMap(\.self)).joined(
          separator: ", "),
      ],
    ]
    let parts = [
      ("train", "ratings learned from"), ("validation", "ratings that chose the epoch"),
      ("test", "ratings to test on"),
    ]
    let counts = parts.compactMap { part, name in
      manifest.metrics[part].map { [name, $0.count.grouped] }
    }
    return Self.table(["what", "value"], rows + counts)
  }

  private var errors: String {
    guard !manifest.metrics.isEmpty else {
      return "Not measured: the training was not over when this was written.\n"
    }
    let parts = ["train", "validation"].compactMap { part in
      manifest.metrics[part].map { ("this model, \(part) part", $0) }
    }
    let test = manifest.metrics["test"].map { [("**this model, test ratings**", $0)] } ?? []
    let others = (manifest.baselines ?? []).map { ("\($0.name), test ratings", $0.errors) }
    let rows = (parts + test + others).map { name, errors in
      [name, errors.count.grouped] + [errors.rmse, errors.mse, errors.mae].map { fixed($0, 4) }
    }
    return Self.table(["predicted by, on", "ratings", "RMSE", "MSE", "MAE"], rows)
      + "\n" + notes.map { $0 + "\n" }.joined()
  }

  private var notes: [String] {
    let epoch =
      manifest.bestEpoch == 0
      ? "No epoch predicts validation ratings better than the readers' histories alone, which are kept."
      : "The model is that of epoch \(manifest.bestEpoch)."
    guard let count = manifest.testPairsInTraining, count > 0, let test = manifest.metrics["test"]
    else { return [epoch] }
    return [epoch, DividedDataset.words(ofTestPairsInTraining: count, of: test.count) + "."]
  }

  private var options: String {
    let changed = OptionValue.all(
      of: manifest.training, manifest.split, ratings: manifest.metrics["train"]?.count
    ).filter(\.isChanged)
    guard !changed.isEmpty else { return "All options have their defaults.\n" }
    return Self.table(
      ["option", "value", "default"],
      changed.map { ["`--\($0.name)`", "`\($0.value)`", "`\($0.standard)`"] })
  }

  private var use: String {
    let recommend = hasLists ? "octavo recommend --model FOLDER --reader ID --top 10\n" : ""
    return """
      FOLDER is the folder of this file, READER and BOOK are ids.

      ```sh
      \(recommend)octavo predict --model FOLDER --pairs pairs.csv
      octavo export --model FOLDER --format safetensors --output exported
      python3 exported/score.py predict pairs.csv
      ```

      ```swift
      let model = try Model(contentsOf: "FOLDER")
      print(try model.rating(of: "BOOK", by: "READER"))
      ```

      ```python
      import score  # with exported/ in the path

      print(score.Model("exported").predict("READER", ["BOOK"]))
      ```

      """
  }

  private var versions: String {
    Self.table(
      ["what", "version"],
      [
        ["trained by", manifest.program ?? "the library Octavo"],
        ["matrices multiplied by", manifest.blas],
        ["form of the folder", "\(manifest.formatVersion)"],
      ])
  }

  // MARK: Markdown

  private func list(_ sentences: [String]) -> String {
    sentences.map { "- \($0)\n" }.joined()
  }

  private static func table(_ header: [String], _ rows: [[String]]) -> String {
    ([header, header.map { _ in "---" }] + rows)
      .map { "| \($0.joined(separator: " | ")) |\n" }.joined()
  }
}
