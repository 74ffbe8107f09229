/// What kind of book a book is.
enum Genre: Int, CaseIterable, Sendable {
  case adventure, sea, gothic, mystery, scienceFiction, fantasy, society, russian, french
  case philosophy, poetry, drama, children, history, satire

  /// As readers tag it.
  var tag: String {
    switch self {
    case .adventure: "adventure"
    case .sea: "sea-stories"
    case .gothic: "gothic-horror"
    case .mystery: "mystery"
    case .scienceFiction: "science-fiction"
    case .fantasy: "fantasy"
    case .society: "romance-and-society"
    case .russian: "russian-literature"
    case .french: "french-literature"
    case .philosophy: "philosophy"
    case .poetry: "poetry"
    case .drama: "plays"
    case .children: "childrens"
    case .history: "historical-epic"
    case .satire: "humor-satire"
    }
  }

  /// Genres that please many of the same readers.
  var kin: [Genre] {
    switch self {
    case .adventure: [.sea, .history, .scienceFiction]
    case .sea: [.adventure, .history]
    case .gothic: [.mystery, .scienceFiction]
    case .mystery: [.gothic, .adventure]
    case .scienceFiction: [.adventure, .gothic, .satire]
    case .fantasy: [.children, .adventure]
    case .society: [.french, .children, .russian]
    case .russian: [.french, .philosophy]
    case .french: [.russian, .society, .history]
    case .philosophy: [.russian, .satire, .poetry]
    case .poetry: [.drama, .philosophy]
    case .drama: [.poetry, .history]
    case .children: [.fantasy, .society]
    case .history: [.adventure, .sea, .drama]
    case .satire: [.philosophy, .scienceFiction]
    }
  }
}
