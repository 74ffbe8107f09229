import Support
import Testing

@Test func numbersInNamesCountByTheirValue() {
  let names = [
    "a", "a-1", "a-01", "a-2", "a-10", "a-99999999999999999999", "a-100000000000000000000", "a-b",
    "b2",
    "b10x", "b10y",
  ]
  let sorted = names.reversed().sorted { $0.precedesNaturally($1) }
  #expect(sorted.map { $0 == "a-01" ? "a-1" : $0 } == names.map { $0 == "a-01" ? "a-1" : $0 })
  for name in names { #expect(!name.precedesNaturally(name)) }
}

@Test func aMissingLibraryNamesItsPackage() {
  let error = #expect(throws: FileError.self) {
    try DynamicLibrary("libnowhere.so.7", package: "libnowhere7", for: "ratings.csv.gz")
  }
  #expect(
    error?.description == "ratings.csv.gz: needs the library libnowhere.so.7, which is not there, "
      + "expected that it is installed: apt-get install libnowhere7")
}
