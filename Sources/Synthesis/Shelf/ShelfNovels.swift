// Novels of society: English and American, Russian, French: fame (1 to 5)|title|authors|year, negative before year 1.

extension ShelfText {
  static let society = """
    5|Pride and Prejudice|Jane Austen|1813
    5|Sense and Sensibility|Jane Austen|1811
    4|Emma|Jane Austen|1815
    4|Persuasion|Jane Austen|1817
    3|Mansfield Park|Jane Austen|1814
    3|Northanger Abbey|Jane Austen|1817
    5|Jane Eyre|Charlotte Brontë|1847
    3|Villette|Charlotte Brontë|1853
    3|The Tenant of Wildfell Hall|Anne Brontë|1848
    4|Middlemarch|George Eliot|1871
    3|The Mill on the Floss|George Eliot|1860
    3|Silas Marner|George Eliot|1861
    3|North and South|Elizabeth Gaskell|1855
    2|Cranford|Elizabeth Gaskell|1853
    4|Tess of the d'Urbervilles|Thomas Hardy|1891
    4|Far from the Madding Crowd|Thomas Hardy|1874
    3|Jude the Obscure|Thomas Hardy|1895
    4|Vanity Fair|William Makepeace Thackeray|1848
    5|Great Expectations|Charles Dickens|1861
    4|David Copperfield|Charles Dickens|1850
    4|Bleak House|Charles Dickens|1853
    3|The Portrait of a Lady|Henry James|1881
    4|The Age of Innocence|Edith Wharton|1920
    3|The House of Mirth|Edith Wharton|1905
    4|A Room with a View|E.M. Forster|1908
    3|Howards End|E.M. Forster|1910
    2|The Warden (Chronicles of Barsetshire, #1)|Anthony Trollope|1855
    2|Barchester Towers (Chronicles of Barsetshire, #2)|Anthony Trollope|1857
    1|Doctor Thorne (Chronicles of Barsetshire, #3)|Anthony Trollope|1858
    1|Can You Forgive Her? (Palliser, #1)|Anthony Trollope|1865
    1|Phineas Finn (Palliser, #2)|Anthony Trollope|1869
    """

  static let russian = """
    5|Crime and Punishment|Fyodor Dostoyevsky|1866
    5|The Brothers Karamazov|Fyodor Dostoyevsky|1880
    4|The Idiot|Fyodor Dostoyevsky|1869
    3|Demons|Fyodor Dostoyevsky|1872
    4|Notes from Underground|Fyodor Dostoyevsky|1864
    2|The Gambler|Fyodor Dostoyevsky|1866
    5|War and Peace|Leo Tolstoy|1869
    5|Anna Karenina|Leo Tolstoy|1878
    4|The Death of Ivan Ilyich|Leo Tolstoy|1886
    2|Resurrection|Leo Tolstoy|1899
    3|Fathers and Sons|Ivan Turgenev|1862
    2|First Love|Ivan Turgenev|1860
    3|Dead Souls|Nikolai Gogol|1842
    3|The Overcoat|Nikolai Gogol|1842
    1|Taras Bulba|Nikolai Gogol|1835
    2|Oblomov|Ivan Goncharov|1859
    3|Eugene Onegin|Alexander Pushkin|1833
    2|The Captain's Daughter|Alexander Pushkin|1836
    3|A Hero of Our Time|Mikhail Lermontov|1840
    2|The Lady with the Little Dog|Anton Chekhov|1899
    """

  static let french = """
    5|Les Misérables|Victor Hugo|1862
    4|The Hunchback of Notre-Dame|Victor Hugo|1831
    5|Madame Bovary|Gustave Flaubert|1857
    2|Sentimental Education|Gustave Flaubert|1869
    3|The Red and the Black|Stendhal|1830
    2|The Charterhouse of Parma|Stendhal|1839
    3|Père Goriot|Honoré de Balzac|1835
    2|Eugénie Grandet|Honoré de Balzac|1833
    1|Cousin Bette|Honoré de Balzac|1846
    4|Germinal (Les Rougon-Macquart, #13)|Émile Zola|1885
    3|Nana (Les Rougon-Macquart, #9)|Émile Zola|1880
    2|L'Assommoir (Les Rougon-Macquart, #7)|Émile Zola|1877
    2|The Ladies' Paradise (Les Rougon-Macquart, #11)|Émile Zola|1883
    3|Thérèse Raquin|Émile Zola|1867
    4|Dangerous Liaisons|Pierre Choderlos de Laclos|1782
    1|The Princess of Clèves|Madame de La Fayette|1678
    2|Bel-Ami|Guy de Maupassant|1885
    4|Swann's Way (In Search of Lost Time, #1)|Marcel Proust|1913
    2|Within a Budding Grove (In Search of Lost Time, #2)|Marcel Proust|1919
    2|Le Grand Meaulnes|Alain-Fournier|1913
    2|The Lady of the Camellias|Alexandre Dumas fils|1848
    """
}
