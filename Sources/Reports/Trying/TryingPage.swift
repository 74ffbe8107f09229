import Foundation
import Mustache
import Octavo
import Support

/// A page to try a model by hand: whoever reads it gives stars to books, and a list with reasons answers at once.
package struct TryingPage {
  private let lists: HandMadeLists
  private let admitted: [Bool]?
  private let top: Int

  /// The most bytes that weights take in a page, written as text.
  private static let weightBytes = 4_900_000
  /// What one weight takes there, about: the way to its book, two bytes of its value, as text.
  private static let bytesOfWeight = 4.6

  /// A page of a model's lists; nil for a model without them.
  ///
  /// - Parameters:
  ///   - admitted: For each book whether it may be listed; nil admits all.
  ///   - top: How many books a list has at first.
  ///   - threads: How many threads work; the page does not depend on it.
  package init?(_ model: Model, admitted: [Bool]?, top: Int, threads: Int) {
    let room = Double(Self.weightBytes) / Self.bytesOfWeight / Double(max(1, model.books.count))
    guard
      let lists = HandMadeLists(
        model, weightsOfBook: max(10, min(200, Int(room))), threads: threads)
    else { return nil }
    (self.lists, self.admitted, self.top) = (lists, admitted, top)
  }

  /// What the page leaves out, in a sentence or two.
  package var loss: String {
    guard lists.kept < lists.all else {
      return
        "The page holds all weights of the model: its lists are those of octavo recommend --rank-by relevance."
    }
    let held =
      "The page holds the \(lists.kept) strongest of up to \(lists.all) weights of each book"
    guard let ndcg = lists.ndcg else { return held + "." }
    return held
      + ": NDCG@10 is \(fixed(ndcg.thinned, 4)), with all weights \(fixed(ndcg.whole, 4)), "
      + "for the books that the training held out."
  }

  /// The page as HTML, in one file that needs no network.
  ///
  /// - Throws: `MustacheTemplate.ParserError`, if the template in the program is broken; `EncodingError`.
  package func html() throws -> String {
    let template = try MustacheTemplate(
      string: String(decoding: PackageResources.trying_mustache, as: UTF8.self))
    return template.render([
      "style": String(decoding: PackageResources.page_css, as: UTF8.self)
        + String(decoding: PackageResources.trying_css, as: UTF8.self),
      "script": String(decoding: PackageResources.trying_js, as: UTF8.self),
      "data": try data(), "loss": loss, "books": lists.books.count.grouped,
    ])
  }

  /// What the script works on.
  ///
  /// A `<` in a title must not end the element that it stands in.
  private func data() throws -> String {
    let contents = Contents(
      titles: lists.books.map(\.name), authors: lists.books.map { $0.authorsText.harmless },
      priors: Self.base64(lists.priors), units: Self.base64(lists.units),
      weights: Data(lists.weights).base64EncodedString(),
      lowest: lists.inputs.lowest, highest: lists.inputs.highest, counts: lists.inputs.weights,
      ratings: lists.ratings,
      unlisted: admitted.map { all in all.indices.filter { !all[$0] } } ?? [], top: top)
    return try jsonLine(contents).replacingOccurrences(of: "<", with: "\\u003c")
  }

  private struct Contents: Encodable {
    var titles: [String], authors: [String]
    /// The popularity part of each book's score, and the unit of its weights: single precision, in base64.
    var priors: String, units: String
    /// For each book the number of its weights, and for each the way from the book before it and its level.
    var weights: String
    /// Ratings from lowest to highest count as `counts`, at equal steps.
    var lowest: Float, highest: Float, counts: [Float]
    var ratings: [Float]
    var unlisted: [Int], top: Int
  }

  private static func base64(_ values: [Float]) -> String {
    let bytes = values.map(\.bitPattern).flatMap { word in
      (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
    }
    return Data(bytes).base64EncodedString()
  }
}
