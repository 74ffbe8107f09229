import Foundation
import Testing

/// `recommend --page`; `Scripts/test-trying-page` uses the page in a browser.
@Suite struct TryingPageTests {
  private let program: Program

  init() throws { program = try Program() }

  @Test func aPageHoldsAllBooksAndTitlesStayText() throws {
    _ = try program.write(
      "user_id,book_id,rating\n1,a,5\n1,b,4\n2,a,3\n2,c,5\n3,b,2\n3,c,4\n3,a,4\n4,a,1\n4,b,5\n",
      to: "data/ratings.csv")
    _ = try program.write(
      "book_id,title,authors\na,</script><script>alert(1)</script>,X\nb,\"Tom & \"\"Co\"\"\",Y\nc,Plain,Z\n",
      to: "data/books.csv")
    let run = program.path("run")
    let trained = try program.run(
      "train", "--data", program.path("data"), "--run", run, "--architecture", "plain", "--epochs",
      "1")
    try #require(trained.status == 0, "\(trained.errors)")
    let made = try program.run("recommend", "--model", run, "--page", program.path("try.html"))
    try #require(made.status == 0, "\(made.errors)")
    let page = String(decoding: try program.contents("try.html"), as: UTF8.self)
    #expect(page.components(separatedBy: "<script").count == 3, "data and program, nothing else")
    #expect(page.contains("\\u003c/script>\\u003cscript>alert(1)") && page.contains("Plain"))
    #expect(!page.contains("http://") && !page.contains("https://"))
    #expect(made.errors.contains("3 books") && made.errors.contains("all weights"))
  }

  @Test(arguments: [["--reader", "1"], ["--output", "x"], ["--max-per-author", "1"]])
  func whatAPageCannotFollowIsRefused(more: [String]) throws {
    let outcome = try program.run(
      arguments: ["recommend", "--model", "none", "--page", program.path("try.html")] + more)
    #expect(outcome.status == 64 && outcome.errors.contains("--page"), "\(outcome.errors)")
  }
}
