extension SplitConfiguration: Configurable {
  package static var defaults: [(name: String, value: Self)] { [("", Self())] }

  package static let options: [ConfigurationOption<Self>] = [
    .init("split", \.kind, .choice)
      .means(
        """
        Which ratings are held out: any (random), or each reader's last (chronological); the stable kinds \
        hold out the same ones when others have arrived; all of some readers (readers); the file's last (time).
        """),
    .init("test_fraction", \.testFraction, .number(from: 0, below: 1))
      .means("The share of ratings in the test part."),
    .init("fold", \.fold, .optional(Fold.kind, or: "none"))
      .means("Which part of so many equal ones is the test part, in place of test_fraction."),
    .init("validation_fraction", \.validationFraction, .number(from: 0, below: 1))
      .means("The share of the other ratings that choose the best epoch."),
    .init(
      "given_fraction", \.givenFraction, .optional(.number(above: 0, below: 1), or: "none")
    )
    .means(
      """
      The share of each held-out reader's ratings that the model is told as their history, and never learns \
      from; for readers alone.
      """),
    .init("sample", \.sample, .number(above: 0, to: 1))
      .means("The share of the readers to train on, each with all of their ratings."),
    .init("overfit", \.overfit, .optional(.whole(1...Int.max), or: "none"), unit: "ratings")
      .means(
        """
        Learn so many ratings by heart, to check that everything works: no regularization, nothing held out, \
        as many epochs as it takes.
        """),
  ]
}
