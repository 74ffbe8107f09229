/// What the order of a reader's ratings means.
public enum HistoryOrder: String, Sendable, Codable {
  /// Nothing: a rating is predicted from all others of its reader.
  case none
  /// Time, oldest first: a rating is predicted from the reader's earlier ones alone, as a forecast is, and
  /// tastes of neighbouring times are closer.
  case chronological
}
