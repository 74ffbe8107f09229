import Support

/// The one of `names` that is most like `name`; of equals the first.
///
/// A key in the wrong section counts by its last part, a little less than one that is merely misspelt.
func nearest(to name: String, of names: [String]) -> String {
  func lastPart(_ name: String) -> String { String(name.split(separator: ".").last ?? "") }
  func distance(_ other: String) -> Int {
    min(2 * editDistance(name, other), 2 * editDistance(lastPart(name), lastPart(other)) + 3)
  }
  return names.min { distance($0) < distance($1) } ?? ""
}
