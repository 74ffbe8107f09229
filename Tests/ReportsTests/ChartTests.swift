import Exploration
import Foundation
import FoundationXML
import Support
import Testing

@testable import Reports

@Suite struct ChartTests {
  /// Elements of an SVG text, by name; nil if it is not well-formed XML.
  private func elements(_ svg: String) -> [String: Int]? {
    final class Counter: NSObject, XMLParserDelegate {
      var counts: [String: Int] = [:]
      func parser(
        _: XMLParser, didStartElement name: String, namespaceURI _: String?,
        qualifiedName _: String?, attributes: [String: String]
      ) {
        counts[name, default: 0] += 1
        if attributes.values.contains(where: { $0.contains("nan") || $0.contains("inf") }) {
          counts["not a number", default: 0] += 1
        }
      }
    }
    let counter = Counter()
    let parser = XMLParser(data: Data(svg.utf8))
    parser.delegate = counter
    return parser.parse() ? counter.counts : nil
  }

  @Test func everyColumnSaysWhatItIs() throws {
    let svg = Chart.columns(
      [1, 2, 0], x: Axis("x", names: ["a", "b", "<c>"]), y: "y & z", description: "\"three\"",
      hover: { "column \($0) < 3" })
    let found = try #require(elements(svg))
    #expect(found["rect"] == 3 && found["title"] == 3 && found["not a number"] == nil)
    #expect(svg.contains("aria-label=\"&quot;three&quot;\""))
    #expect(svg.contains("&lt;c&gt;") && svg.contains("y &amp; z"))
  }

  @Test func aHigherColumnReachesHigher() {
    let plot = Plot(
      x: Axis("", covering: 0...10), y: Axis("", covering: 0...10), description: "")
    #expect(plot.py(7) < plot.py(3))
    #expect(plot.px(7) > plot.px(3))
    #expect(plot.py(0) <= Plot.height && plot.py(10) >= 0)
    #expect(plot.px(0) >= 0 && plot.px(10) <= Plot.width)
  }

  @Test func chartsOfNothingAreStillDrawings() throws {
    let axis = Axis("", names: [])
    for svg in [
      Chart.columns([], x: axis, y: "", description: "", hover: { _ in "" }),
      Chart.heat([], x: axis, y: axis, description: ""),
      Chart.fan([], x: "", y: "", description: "", unit: ""),
      Chart.bars([], description: ""),
      Chart.lines([], x: axis, y: axis, description: ""),
    ] {
      #expect(try #require(elements(svg))["not a number"] == nil)
    }
  }

  @Test func aChartOfEqualValuesHasNoNaN() throws {
    let lines = Chart.lines(
      [.init(name: "flat", points: [(0, 4), (1, 4)])], x: Axis("", covering: 0...1),
      y: Axis("", covering: 4...4), description: "flat")
    #expect(try #require(elements(lines))["not a number"] == nil)
    let heat = Chart.heat(
      [[0, 0]], x: Axis("", places: 2, first: 0, last: 2),
      y: Axis("", places: 1, first: 1, last: 0), description: "empty")
    #expect(try #require(elements(heat))["rect"] == 2)
  }

  @Test func coordinatesAreShort() {
    #expect([0, 1.5, 2.004, 100, -0.25].map(\.coordinate) == ["0", "1.5", "2", "100", "-0.25"])
  }
}
