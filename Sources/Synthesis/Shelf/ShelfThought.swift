// Philosophy, poetry and plays: fame (1 to 5)|title|authors|year, negative before year 1.

extension ShelfText {
  static let philosophy = """
    5|The Republic|Plato|-380
    3|The Symposium|Plato|-385
    3|The Nicomachean Ethics|Aristotle|-340
    5|Meditations|Marcus Aurelius|180
    3|Letters from a Stoic|Seneca|65
    3|Confessions|Augustine of Hippo|398
    2|The Consolation of Philosophy|Boethius|524
    5|The Prince|Niccolò Machiavelli|1532
    3|The Complete Essays|Michel de Montaigne|1580
    3|Meditations on First Philosophy|René Descartes|1641
    3|Leviathan|Thomas Hobbes|1651
    2|Ethics|Baruch Spinoza|1677
    3|The Social Contract|Jean-Jacques Rousseau|1762
    3|Critique of Pure Reason|Immanuel Kant|1781
    3|A Vindication of the Rights of Woman|Mary Wollstonecraft|1792
    4|Walden|Henry David Thoreau|1854
    3|On Liberty|John Stuart Mill|1859
    3|Fear and Trembling|Søren Kierkegaard|1843
    4|Thus Spoke Zarathustra|Friedrich Nietzsche|1883
    4|Beyond Good and Evil|Friedrich Nietzsche|1886
    5|The Art of War|Sun Tzu|-500
    4|Tao Te Ching|Lao Tzu|-400
    """

  static let poetry = """
    4|Leaves of Grass|Walt Whitman|1855
    5|Paradise Lost|John Milton|1667
    5|Inferno (The Divine Comedy, #1)|Dante Alighieri|1320
    3|Purgatorio (The Divine Comedy, #2)|Dante Alighieri|1320
    3|Paradiso (The Divine Comedy, #3)|Dante Alighieri|1320
    4|The Flowers of Evil|Charles Baudelaire|1857
    3|Songs of Innocence and of Experience|William Blake|1794
    2|Lyrical Ballads|William Wordsworth, Samuel Taylor Coleridge|1798
    2|Don Juan|Lord Byron|1819
    4|Shakespeare's Sonnets|William Shakespeare|1609
    4|The Canterbury Tales|Geoffrey Chaucer|1400
    2|Idylls of the King|Alfred Tennyson|1859
    3|The Rubáiyát of Omar Khayyám|Omar Khayyám, Edward FitzGerald|1859
    4|The Raven|Edgar Allan Poe|1845
    2|A Shropshire Lad|A.E. Housman|1896
    2|Goblin Market and Other Poems|Christina Rossetti|1862
    3|The Waste Land|T.S. Eliot|1922
    2|Sonnets from the Portuguese|Elizabeth Barrett Browning|1850
    2|A Season in Hell|Arthur Rimbaud|1873
    4|The Prophet|Kahlil Gibran|1923
    """

  static let drama = """
    5|Hamlet|William Shakespeare|1603
    5|Macbeth|William Shakespeare|1606
    5|Romeo and Juliet|William Shakespeare|1597
    4|King Lear|William Shakespeare|1606
    4|Othello|William Shakespeare|1603
    4|A Midsummer Night's Dream|William Shakespeare|1600
    3|The Tempest|William Shakespeare|1611
    3|Twelfth Night|William Shakespeare|1601
    3|Doctor Faustus|Christopher Marlowe|1604
    5|The Importance of Being Earnest|Oscar Wilde|1895
    4|A Doll's House|Henrik Ibsen|1879
    3|Hedda Gabler|Henrik Ibsen|1890
    3|The Cherry Orchard|Anton Chekhov|1904
    2|Three Sisters|Anton Chekhov|1901
    3|Pygmalion|George Bernard Shaw|1913
    3|Cyrano de Bergerac|Edmond Rostand|1897
    5|Oedipus Rex (The Theban Plays, #1)|Sophocles|-429
    4|Antigone (The Theban Plays, #3)|Sophocles|-441
    3|Medea|Euripides|-431
    2|Lysistrata|Aristophanes|-411
    2|Tartuffe|Molière|1664
    3|Faust, First Part|Johann Wolfgang von Goethe|1808
    1|The School for Scandal|Richard Brinsley Sheridan|1777
    """
}
