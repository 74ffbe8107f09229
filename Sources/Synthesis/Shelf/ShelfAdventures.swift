// Adventure, sea stories, history and epics: fame (1 to 5)|title|authors|year, negative before year 1.

extension ShelfText {
  static let adventure = """
    5|Treasure Island|Robert Louis Stevenson|1883
    4|Kidnapped (David Balfour, #1)|Robert Louis Stevenson|1886
    2|Catriona (David Balfour, #2)|Robert Louis Stevenson|1893
    2|The Master of Ballantrae|Robert Louis Stevenson|1889
    4|Robinson Crusoe|Daniel Defoe|1719
    3|The Swiss Family Robinson|Johann David Wyss|1812
    5|The Count of Monte Cristo|Alexandre Dumas|1844
    5|The Three Musketeers (The D'Artagnan Romances, #1)|Alexandre Dumas|1844
    3|Twenty Years After (The D'Artagnan Romances, #2)|Alexandre Dumas|1845
    2|The Vicomte de Bragelonne (The D'Artagnan Romances, #3)|Alexandre Dumas|1847
    4|Around the World in Eighty Days (Extraordinary Voyages, #11)|Jules Verne|1872
    3|The Mysterious Island (Extraordinary Voyages, #12)|Jules Verne|1874
    3|King Solomon's Mines (Allan Quatermain, #1)|H. Rider Haggard|1885
    2|Allan Quatermain (Allan Quatermain, #2)|H. Rider Haggard|1887
    3|She: A History of Adventure (Ayesha, #1)|H. Rider Haggard|1887
    5|The Call of the Wild|Jack London|1903
    4|White Fang|Jack London|1906
    4|The Last of the Mohicans (The Leatherstocking Tales, #2)|James Fenimore Cooper|1826
    2|The Deerslayer (The Leatherstocking Tales, #1)|James Fenimore Cooper|1841
    1|The Pathfinder (The Leatherstocking Tales, #3)|James Fenimore Cooper|1840
    1|The Pioneers (The Leatherstocking Tales, #4)|James Fenimore Cooper|1823
    4|Tarzan of the Apes (Tarzan, #1)|Edgar Rice Burroughs|1914
    2|The Return of Tarzan (Tarzan, #2)|Edgar Rice Burroughs|1915
    3|The Prisoner of Zenda|Anthony Hope|1894
    4|The Scarlet Pimpernel|Emmuska Orczy|1905
    3|The Thirty-Nine Steps (Richard Hannay, #1)|John Buchan|1915
    2|Greenmantle (Richard Hannay, #2)|John Buchan|1916
    3|Kim|Rudyard Kipling|1901
    2|Scaramouche|Rafael Sabatini|1921
    """

  static let sea = """
    5|Moby-Dick; or, The Whale|Herman Melville|1851
    3|Billy Budd, Sailor|Herman Melville|1924
    2|Typee: A Peep at Polynesian Life|Herman Melville|1846
    1|White-Jacket; or, The World in a Man-of-War|Herman Melville|1850
    5|Twenty Thousand Leagues Under the Sea (Extraordinary Voyages, #6)|Jules Verne|1870
    4|Lord Jim|Joseph Conrad|1900
    5|Heart of Darkness|Joseph Conrad|1899
    2|Typhoon|Joseph Conrad|1902
    2|The Shadow-Line|Joseph Conrad|1917
    4|The Sea-Wolf|Jack London|1904
    3|Captains Courageous|Rudyard Kipling|1897
    3|Two Years Before the Mast|Richard Henry Dana Jr.|1840
    2|Mr. Midshipman Easy|Frederick Marryat|1836
    1|Peter Simple|Frederick Marryat|1834
    1|The Pilot: A Tale of the Sea|James Fenimore Cooper|1824
    3|The Riddle of the Sands|Erskine Childers|1903
    2|Toilers of the Sea|Victor Hugo|1866
    3|Sailing Alone around the World|Joshua Slocum|1900
    3|The Narrative of Arthur Gordon Pym of Nantucket|Edgar Allan Poe|1838
    3|Captain Blood|Rafael Sabatini|1922
    2|The Sea Hawk|Rafael Sabatini|1915
    """

  static let history = """
    5|The Iliad|Homer|-750
    5|The Odyssey|Homer|-720
    4|The Aeneid|Virgil|-19
    4|Beowulf|Anonymous|1000
    3|The Epic of Gilgamesh|Anonymous|-1800
    2|The Song of Roland|Anonymous|1100
    2|Njál's Saga|Anonymous|1280
    1|The Nibelungenlied|Anonymous|1200
    5|A Tale of Two Cities|Charles Dickens|1859
    4|Ivanhoe|Walter Scott|1819
    2|Rob Roy|Walter Scott|1817
    2|Waverley|Walter Scott|1814
    3|Quo Vadis|Henryk Sienkiewicz|1896
    2|With Fire and Sword (The Trilogy, #1)|Henryk Sienkiewicz|1884
    1|The Deluge (The Trilogy, #2)|Henryk Sienkiewicz|1886
    3|Ben-Hur: A Tale of the Christ|Lew Wallace|1880
    1|The Last Days of Pompeii|Edward Bulwer-Lytton|1834
    3|The Red Badge of Courage|Stephen Crane|1895
    2|The Betrothed|Alessandro Manzoni|1827
    2|Lorna Doone|R.D. Blackmore|1869
    3|The Histories|Herodotus|-430
    2|The Decline and Fall of the Roman Empire|Edward Gibbon|1776
    """
}
