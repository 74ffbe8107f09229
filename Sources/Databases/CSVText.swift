/// Text as PostgreSQL's `COPY … (FORMAT csv)` takes it.
enum CSVText {
  /// `field` in quotes if it is empty, which without them is NULL, or holds a comma, a quote or a line break.
  static func quoted(_ field: String) -> String {
    let isSpecial = field.isEmpty || field.utf8.contains { #"",\#n\#r"#.utf8.contains($0) }
    guard isSpecial || field == "\\." else { return field }
    return "\"" + field.replacing("\"", with: "\"\"") + "\""
  }
}
