import BookData
import Kernels
import Parallelism

extension FeatureEncoder {
  /// Whether this encoder can know other ratings of books in `space`: their features are those of its own.
  package func hasFeatures(of space: BookSpace, _ readers: ReaderSpace) -> Bool {
    model.featureNames
      == space.featureNames(readerAttributes: readers.attributes.names, model.order)
  }

  /// The encoder with what other ratings say: histories, factors and statistics are theirs, while the kernel's
  /// weights, levels and the scaling of features stay, as the network that learned from them does.
  ///
  /// Factors are learned from nothing, by as many passes as in a fit: going on from earlier ones night after night
  /// loses more than it saves. What a fit needs beside them, factors for each fold and features of every training
  /// rating, is what costs.
  ///
  /// - Parameters:
  ///   - rows: All ratings that it may know, those it knows included.
  ///   - space: What is known of books; ``hasFeatures(of:_:)``.
  ///   - readers: What is known of readers, all of them.
  ///   - configuration: How factors are learned.
  ///   - generator: What the start of factors and the directions of who rated what depend on.
  package func renewed(
    by rows: ArraySlice<Rating>, in space: BookSpace, readers: ReaderSpace,
    _ configuration: FactorConfiguration, threads: Int,
    using generator: inout some RandomNumberGenerator
  ) -> FeatureEncoder {
    precondition(hasFeatures(of: space, readers), "a space of other features")
    let histories = Histories.grouping(rows, readers: readers.attributes.values.rows).histories
    let learning = FactorLearning(
      space, readers: readers.attributes, configuration, threads: threads, using: &generator)
    return FeatureEncoder(
      model: model.knowing(histories, in: space, learning, from: nil, using: &generator),
      histories: histories, readers: readers, scaling: scaling)
  }
}
