import Parallelism

/// A name that belongs to nobody, and what its bearer writes.
struct InventedAuthor {
  let number: Int32
  let name: String
  /// Of the first book.
  let firstYear: Int
  /// The name of the author's series, where there is one.
  let series: String?

  init(_ number: Int32, seed: UInt64) {
    self.number = number
    var generator = SeededGenerator(seed: seed, stream: Stream.names &+ UInt64(number) << 8)
    name = Syllables.word(using: &generator) + " " + Syllables.word(using: &generator)
    firstYear = 1760 + generator.index(below: 240)
    let inSeries = generator.uniform() < 0.4
    series = inSeries ? "The " + Syllables.word(using: &generator) + " Chronicles" : nil
  }
}

/// Pronounceable words.
enum Syllables {
  private static let onsets = [
    "B", "D", "F", "G", "H", "K", "L", "M", "N", "P", "R", "S", "T", "V", "W", "Br", "Dr", "Gr",
    "St", "Th", "Tr", "Sh", "Cl", "Fl",
  ]
  private static let vowels = ["a", "e", "i", "o", "u", "ai", "ea", "ou"]
  private static let middles = ["l", "n", "r", "s", "t", "nd", "rl", "m", "v", "dr", "ll", "st"]
  private static let endings = ["n", "r", "s", "th", "ld", "ck", "m", "y", "l", "rd", "sen", "ton"]

  /// Two syllables, sometimes three, with a capital.
  static func word(using generator: inout SeededGenerator) -> String {
    var word = pick(onsets, &generator) + pick(vowels, &generator)
    for _ in 0...(generator.index(below: 4) / 3) {
      word += pick(middles, &generator) + pick(vowels, &generator)
    }
    return word + pick(endings, &generator)
  }

  static func pick(_ words: [String], _ generator: inout SeededGenerator) -> String {
    words[generator.index(below: words.count)]
  }
}

/// Titles of books that nobody wrote.
enum InventedTitle {
  private static let things = [
    "Harbour", "Lantern", "Orchard", "Winter", "Letter", "Garden", "Mirror", "River", "Crown",
    "Clock", "Island", "Bridge", "Shadow", "Daughter", "Stranger", "Voyage", "Silence", "Fire",
    "Tower", "Road", "Wolf", "Sparrow", "Salt", "Inheritance", "Promise", "Machine", "Storm",
  ]
  private static let qualities = [
    "Last", "Hidden", "Broken", "Golden", "Long", "Quiet", "Crimson", "Forgotten", "Second",
    "Burning", "Distant", "Small", "Hollow", "Borrowed", "Endless", "White", "Secret", "Perfect",
  ]

  static func draw(using generator: inout SeededGenerator) -> String {
    let thing = Syllables.pick(things, &generator)
    let quality = Syllables.pick(qualities, &generator)
    let name = Syllables.word(using: &generator)
    return switch generator.index(below: 6) {
    case 0: "The \(quality) \(thing)"
    case 1: "The \(thing) of \(name)"
    case 2: "\(name)"
    case 3: "A \(thing) for \(name)"
    case 4: "\(name), or the \(quality) \(thing)"
    default: "The \(name) \(thing)"
    }
  }
}
