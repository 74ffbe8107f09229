import Exploration
import Foundation
import Mustache
import Support

/// A page for a browser: sections of findings, charts and tables, in one file that needs no network.
struct Page {
  /// A number that matters, with its name.
  struct Fact {
    var name: String
    var value: String
  }

  /// A chart with its caption.
  struct Figure {
    var title: String
    /// What there is to see, in a sentence.
    var note: String
    /// An `svg` element.
    var svg: String
  }

  /// A field of a table.
  struct Cell {
    var text: String
    /// The classes in the style sheet.
    var style: String
  }

  /// A row of a table.
  struct Row {
    var cells: [Cell]
  }

  /// A table with its title.
  struct Table {
    var title: String
    var head: [Cell]
    var rows: [Row]

    /// A table whose columns `texts` hold text; those of `wrapping` may break their lines, by default a
    /// single column of text.
    init(
      _ title: String, _ head: [String], texts: Set<Int> = [0], wrapping: Set<Int>? = nil,
      rows: [[String]]
    ) {
      let wrapping = wrapping ?? (texts.count == 1 ? texts : [])
      func cells(_ row: [String], _ wrapping: Set<Int>) -> [Cell] {
        row.enumerated().map { column, text in
          let styles = (texts.contains(column) ? ["text"] : [])
          return Cell(
            text: text,
            style: (styles + (wrapping.contains(column) ? ["wrap"] : [])).joined(separator: " "))
        }
      }
      self.title = title
      self.head = cells(head, [])
      self.rows = rows.map { Row(cells: cells($0, wrapping)) }
    }
  }

  /// Something to correct or to know.
  struct Correction {
    /// How much it weighs: error, note or fact; a class in the style sheet.
    var level: String
    var count: String
    var title: String
    var file: String
    var consequence: String
    var examples: [Example]
  }

  /// A part of the page.
  struct Section {
    var title: String
    var anchor: String
    var text: [String] = []
    var findings: [Correction] = []
    var figures: [Figure] = []
    var tables: [Table] = []
    var hasFindings: Bool { !findings.isEmpty }
    var hasFigures: Bool { !figures.isEmpty }
  }

  var title: String
  var subtitle: String
  var facts: [Fact]
  var sections: [Section]

  /// The page as HTML.
  ///
  /// - Throws: `MustacheTemplate.ParserError`, if the template in the program is broken.
  func html() throws -> String {
    let template = try MustacheTemplate(
      string: String(decoding: PackageResources.page_mustache, as: UTF8.self))
    let page = template.render([
      "title": title, "subtitle": subtitle, "facts": facts, "footer": "Made by octavo.",
      "style": String(decoding: PackageResources.page_css, as: UTF8.self),
      "sections": sections.map(\.context),
    ])
    // Markup was escaped by the template; what hides in text or turns it around was not.
    return page.safeLines
  }
}

extension Page.Section {
  /// What the template sees; computed properties are not in a mirror.
  fileprivate var context: [String: Any] {
    [
      "title": title, "anchor": anchor, "text": text.map { ["text": $0] }, "findings": findings,
      "figures": figures, "tables": tables, "hasFindings": hasFindings, "hasFigures": hasFigures,
    ]
  }
}
