import Octavo
import Support

extension RankingReport {
  /// How good lists are, beside giving everybody the most popular books.
  var section: Page.Section {
    Page.Section(
      title: "Lists", anchor: "lists",
      text: [
        "Of \(readers.grouped) readers with a test rating of at least \(relevantFrom.brief). Not measured: "
          + "\(unknownReaders.grouped) whom the model does not know, \(readersWithoutRelevant.grouped) without such a "
          + "rating."
      ],
      figures: model.indices.map(figure),
      tables: [
        Page.Table(
          "Quality of lists",
          ["lists", "NDCG", "recall", "precision", "MRR", "MAP", "hit rate", "coverage", "novelty"]
            + ["diversity", "Gini", "serendipity"],
          wrapping: [],
          rows: zip(model, popularity).flatMap { own, popular in
            [
              row("by \(rankBy.rawValue), top \(own.k)", own),
              row("most popular, top \(own.k)", popular),
            ]
          })
      ])
  }

  private func figure(_ place: Int) -> Page.Figure {
    let (own, popular) = (model[place], popularity[place])
    let bars = [
      ("NDCG", own.ndcg), ("NDCG, most popular", popular.ndcg), ("recall", own.recall),
      ("recall, most popular", popular.recall), ("hit rate", own.hitRate),
      ("hit rate, most popular", popular.hitRate),
    ]
    return Page.Figure(
      title: "The first \(own.k) places",
      note: "Beside giving everybody the most popular books that they do not have. "
        + "\(unserved[place].percent) of the readers find nothing of theirs.",
      svg: Chart.bars(
        bars.map { ($0, $1, fixed($1, 3)) },
        description: "Bars: " + bars.map { "\($0): \(fixed($1, 3))" }.joined(separator: ", ") + ".")
    )
  }

  private func row(_ name: String, _ metrics: RankingMetrics) -> [String] {
    let of = metrics.variety
    return [name]
      + [
        metrics.ndcg, metrics.recall, metrics.precision, metrics.mrr, metrics.map, metrics.hitRate,
        metrics.coverage,
      ].map { fixed($0, 3) } + [fixed(metrics.novelty, 2)]
      + [of?.diversity, of?.exposureGini, of?.serendipity].map { $0.map { fixed($0, 3) } ?? "–" }
  }
}
