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

  /// Where the genre lies on four axes of taste: action, darkness, thought, lightness.
  ///
  /// Genres that please the same readers lie near each other: sea stories by adventures, Russian
  /// novels by French ones and by philosophy.
  var character: SIMD4<Double> {
    switch self {
    case .adventure: SIMD4(1.1, 0.0, -0.5, 0.3)
    case .sea: SIMD4(1.2, 0.2, -0.1, -0.2)
    case .gothic: SIMD4(0.0, 1.3, 0.0, -0.3)
    case .mystery: SIMD4(0.4, 1.0, -0.4, 0.3)
    case .scienceFiction: SIMD4(0.7, 0.6, 0.3, 0.4)
    case .fantasy: SIMD4(0.4, 0.1, -0.3, 1.1)
    case .society: SIMD4(-1.1, -0.4, -0.2, 0.0)
    case .russian: SIMD4(-0.5, 0.4, 0.8, -0.9)
    case .french: SIMD4(-0.9, 0.2, 0.2, -0.7)
    case .philosophy: SIMD4(0.1, -0.2, 1.4, -0.1)
    case .poetry: SIMD4(-0.4, 0.1, 1.0, 0.2)
    case .drama: SIMD4(-0.3, 0.3, 0.9, 0.0)
    case .children: SIMD4(0.0, -0.6, -0.6, 1.1)
    case .history: SIMD4(0.7, -0.3, 0.4, -0.4)
    case .satire: SIMD4(0.0, -0.2, 0.5, 0.9)
    }
  }

  /// The genre most like this one.
  var neighbour: Genre {
    let others = Genre.allCases.filter { $0 != self }
    return others.min { distance(to: $0) < distance(to: $1) } ?? self
  }

  private func distance(to other: Genre) -> Double {
    let difference = character - other.character
    return (difference * difference).sum()
  }
}
