// Children's books and satire: fame (1 to 5)|title|authors|year, negative before year 1.

extension ShelfText {
  static let children = """
    5|Alice's Adventures in Wonderland (Alice's Adventures in Wonderland, #1)|Lewis Carroll|1865
    4|Through the Looking-Glass (Alice's Adventures in Wonderland, #2)|Lewis Carroll|1871
    4|Peter Pan|J.M. Barrie|1911
    4|The Wind in the Willows|Kenneth Grahame|1908
    5|The Secret Garden|Frances Hodgson Burnett|1911
    4|A Little Princess|Frances Hodgson Burnett|1905
    5|The Wonderful Wizard of Oz (Oz, #1)|L. Frank Baum|1900
    3|The Marvelous Land of Oz (Oz, #2)|L. Frank Baum|1904
    3|Ozma of Oz (Oz, #3)|L. Frank Baum|1907
    2|Dorothy and the Wizard in Oz (Oz, #4)|L. Frank Baum|1908
    2|The Road to Oz (Oz, #5)|L. Frank Baum|1909
    5|Anne of Green Gables (Anne of Green Gables, #1)|L.M. Montgomery|1908
    4|Anne of Avonlea (Anne of Green Gables, #2)|L.M. Montgomery|1909
    3|Anne of the Island (Anne of Green Gables, #3)|L.M. Montgomery|1915
    5|Little Women (Little Women, #1)|Louisa May Alcott|1868
    3|Little Men (Little Women, #2)|Louisa May Alcott|1871
    3|Heidi|Johanna Spyri|1880
    3|The Adventures of Pinocchio|Carlo Collodi|1883
    4|Black Beauty|Anna Sewell|1877
    4|The Jungle Book|Rudyard Kipling|1894
    3|Just So Stories|Rudyard Kipling|1902
    3|Five Children and It (Five Children, #1)|E. Nesbit|1902
    3|The Railway Children|E. Nesbit|1906
    5|The Adventures of Tom Sawyer|Mark Twain|1876
    2|Pollyanna|Eleanor H. Porter|1913
    4|The Tale of Peter Rabbit|Beatrix Potter|1902
    """

  static let satire = """
    5|Gulliver's Travels|Jonathan Swift|1726
    3|A Modest Proposal|Jonathan Swift|1729
    5|Candide|Voltaire|1759
    5|Don Quixote|Miguel de Cervantes Saavedra|1605
    3|The Life and Opinions of Tristram Shandy, Gentleman|Laurence Sterne|1759
    3|The History of Tom Jones, a Foundling|Henry Fielding|1749
    4|Three Men in a Boat (Three Men, #1)|Jerome K. Jerome|1889
    2|Three Men on the Bummel (Three Men, #2)|Jerome K. Jerome|1900
    3|The Pickwick Papers|Charles Dickens|1837
    5|Adventures of Huckleberry Finn|Mark Twain|1884
    4|A Connecticut Yankee in King Arthur's Court|Mark Twain|1889
    2|The Innocents Abroad|Mark Twain|1869
    2|The Diary of a Nobody|George Grossmith, Weedon Grossmith|1892
    3|The Inimitable Jeeves (Jeeves, #2)|P.G. Wodehouse|1923
    3|Carry On, Jeeves (Jeeves, #3)|P.G. Wodehouse|1925
    2|Gargantua and Pantagruel|François Rabelais|1532
    3|Utopia|Thomas More|1516
    2|Erewhon|Samuel Butler|1872
    4|Flatland: A Romance of Many Dimensions|Edwin A. Abbott|1884
    3|The Decameron|Giovanni Boccaccio|1353
    3|The Man Who Was Thursday|G.K. Chesterton|1908
    2|The Good Soldier Švejk|Jaroslav Hašek|1921
    """
}
