// Gothic tales, mysteries, science fiction and fairy tales: fame (1 to 5)|title|authors|year, negative before year 1.

extension ShelfText {
  static let gothic = """
    5|Frankenstein; or, The Modern Prometheus|Mary Wollstonecraft Shelley|1818
    5|Dracula|Bram Stoker|1897
    5|The Picture of Dorian Gray|Oscar Wilde|1890
    5|The Strange Case of Dr Jekyll and Mr Hyde|Robert Louis Stevenson|1886
    5|Wuthering Heights|Emily Brontë|1847
    4|The Turn of the Screw|Henry James|1898
    3|Carmilla|Joseph Sheridan Le Fanu|1872
    2|Uncle Silas|Joseph Sheridan Le Fanu|1864
    3|The Castle of Otranto|Horace Walpole|1764
    2|The Mysteries of Udolpho|Ann Radcliffe|1794
    3|The Monk|Matthew Gregory Lewis|1796
    1|Melmoth the Wanderer|Charles Robert Maturin|1820
    4|The Phantom of the Opera|Gaston Leroux|1910
    4|The Legend of Sleepy Hollow|Washington Irving|1820
    4|The Fall of the House of Usher|Edgar Allan Poe|1839
    4|The Tell-Tale Heart|Edgar Allan Poe|1843
    2|The King in Yellow|Robert W. Chambers|1895
    2|The Great God Pan|Arthur Machen|1894
    2|Ghost Stories of an Antiquary|M.R. James|1904
    2|The House of the Seven Gables|Nathaniel Hawthorne|1851
    """

  static let mystery = """
    5|A Study in Scarlet (Sherlock Holmes, #1)|Arthur Conan Doyle|1887
    4|The Sign of Four (Sherlock Holmes, #2)|Arthur Conan Doyle|1890
    5|The Adventures of Sherlock Holmes (Sherlock Holmes, #3)|Arthur Conan Doyle|1892
    4|The Memoirs of Sherlock Holmes (Sherlock Holmes, #4)|Arthur Conan Doyle|1893
    5|The Hound of the Baskervilles (Sherlock Holmes, #5)|Arthur Conan Doyle|1902
    3|The Return of Sherlock Holmes (Sherlock Holmes, #6)|Arthur Conan Doyle|1905
    3|The Valley of Fear (Sherlock Holmes, #7)|Arthur Conan Doyle|1915
    4|The Moonstone|Wilkie Collins|1868
    4|The Woman in White|Wilkie Collins|1860
    3|The Innocence of Father Brown (Father Brown, #1)|G.K. Chesterton|1911
    2|The Wisdom of Father Brown (Father Brown, #2)|G.K. Chesterton|1914
    4|The Murders in the Rue Morgue|Edgar Allan Poe|1841
    2|Lady Audley's Secret|Mary Elizabeth Braddon|1862
    3|Arsène Lupin, Gentleman Burglar (Arsène Lupin, #1)|Maurice Leblanc|1907
    3|The Mystery of the Yellow Room (Joseph Rouletabille, #1)|Gaston Leroux|1907
    1|Trent's Last Case|E.C. Bentley|1913
    1|The Circular Staircase|Mary Roberts Rinehart|1908
    4|The Mysterious Affair at Styles (Hercule Poirot, #1)|Agatha Christie|1920
    3|The Murder on the Links (Hercule Poirot, #2)|Agatha Christie|1923
    3|The Secret Adversary (Tommy and Tuppence, #1)|Agatha Christie|1922
    2|Whose Body? (Lord Peter Wimsey, #1)|Dorothy L. Sayers|1923
    """

  static let scienceFiction = """
    5|The Time Machine|H.G. Wells|1895
    5|The War of the Worlds|H.G. Wells|1898
    4|The Invisible Man|H.G. Wells|1897
    4|The Island of Doctor Moreau|H.G. Wells|1896
    2|The First Men in the Moon|H.G. Wells|1901
    4|Journey to the Center of the Earth (Extraordinary Voyages, #3)|Jules Verne|1864
    3|From the Earth to the Moon (Extraordinary Voyages, #4)|Jules Verne|1865
    4|The Lost World (Professor Challenger, #1)|Arthur Conan Doyle|1912
    1|The Poison Belt (Professor Challenger, #2)|Arthur Conan Doyle|1913
    4|A Princess of Mars (Barsoom, #1)|Edgar Rice Burroughs|1917
    3|The Gods of Mars (Barsoom, #2)|Edgar Rice Burroughs|1918
    2|The Warlord of Mars (Barsoom, #3)|Edgar Rice Burroughs|1919
    4|We|Yevgeny Zamyatin|1924
    3|R.U.R.|Karel Čapek|1920
    2|Looking Backward: 2000-1887|Edward Bellamy|1888
    1|The Coming Race|Edward Bulwer-Lytton|1871
    2|The Last Man|Mary Wollstonecraft Shelley|1826
    3|The Machine Stops|E.M. Forster|1909
    3|Herland|Charlotte Perkins Gilman|1915
    """

  static let fantasy = """
    5|Grimm's Fairy Tales|Jacob Grimm, Wilhelm Grimm|1812
    5|Andersen's Fairy Tales|Hans Christian Andersen|1835
    4|The Arabian Nights|Anonymous|800
    4|The Happy Prince and Other Tales|Oscar Wilde|1888
    2|Phantastes|George MacDonald|1858
    1|Lilith|George MacDonald|1895
    3|The Princess and the Goblin (Princess Irene and Curdie, #1)|George MacDonald|1872
    2|The Princess and Curdie (Princess Irene and Curdie, #2)|George MacDonald|1883
    2|At the Back of the North Wind|George MacDonald|1871
    3|The King of Elfland's Daughter|Lord Dunsany|1924
    1|The Gods of Pegāna|Lord Dunsany|1905
    2|The Worm Ouroboros|E.R. Eddison|1922
    2|The Well at the World's End|William Morris|1896
    1|The Wood Beyond the World|William Morris|1894
    3|The Blue Fairy Book (Coloured Fairy Books, #1)|Andrew Lang|1889
    2|The Red Fairy Book (Coloured Fairy Books, #2)|Andrew Lang|1890
    4|Le Morte d'Arthur|Thomas Malory|1485
    3|The Nutcracker and the Mouse King|E.T.A. Hoffmann|1816
    1|Undine|Friedrich de la Motte Fouqué|1811
    """
}
