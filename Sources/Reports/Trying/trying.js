"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const element = (id) => document.getElementById(id);
  const count = data.titles.length;

  // The regression, as octavo recommend uses it: score = prior + sum of what each rating counts times its weight.
  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const floats = (text) => new Float32Array(bytes(text).buffer);
  const priors = floats(data.priors), units = floats(data.units), coded = bytes(data.weights);
  const columns = [];
  let place = 0;
  const number = () => {
    let value = 0, shift = 0, byte;
    do {
      byte = coded[place++];
      value += (byte & 127) * 2 ** shift;
      shift += 7;
    } while (byte > 127);
    return value;
  };
  for (let book = 0; book < count; book++) {
    const length = number(), sources = new Uint32Array(length), weights = new Float32Array(length);
    let source = 0;
    for (let i = 0; i < length; i++) {
      source += number();
      const level = coded[place] | coded[place + 1] << 8;
      place += 2;
      sources[i] = source;
      weights[i] = (level > 32767 ? level - 65536 : level) * units[book];
    }
    columns.push({ sources, weights });
  }
  const most = Math.max(...data.counts);
  const counts = (rating) => {
    const steps = data.counts.length - 1;
    if (data.lowest >= data.highest) return data.counts[Math.max(0, steps - 1)];
    const share = Math.min(Math.max((rating - data.lowest) / (data.highest - data.lowest), 0), 1);
    const left = Math.min(Math.floor(share * steps), steps), right = Math.min(left + 1, steps);
    return data.counts[left] + (share * steps - left) * (data.counts[right] - data.counts[left]);
  };
  const unlisted = new Set(data.unlisted);

  // What was rated, in the order in which it was; kept in the address, so that a page can be opened again.
  const ratings = new Map();
  let shown = data.top;

  const ranking = () => {
    const input = new Float32Array(count);
    for (const [book, rating] of ratings) input[book] = counts(rating);
    const scores = columns.map(({ sources, weights }, book) => {
      let score = priors[book];
      for (let i = 0; i < sources.length; i++) score += input[sources[i]] * weights[i];
      return score;
    });
    return scores.map((score, book) => ({ score, book }))
      .filter(({ book }) => !ratings.has(book) && !unlisted.has(book))
      .sort((a, b) => b.score - a.score || a.book - b.book);
  };
  const reasons = (book) => {
    const { sources, weights } = columns[book];
    const found = [];
    sources.forEach((source, i) => {
      const rating = ratings.get(source);
      const value = rating === undefined ? 0 : counts(rating) * weights[i];
      if (value > 0) found.push({ source, rating, value });
    });
    const liked = found.filter(({ rating }) => counts(rating) >= most / 2);
    return (liked.length ? liked : found)
      .sort((a, b) => b.value - a.value || a.source - b.source).slice(0, 3);
  };

  // Text goes into the page as text alone: a title may hold anything.
  const make = (name, text, style) => {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (style) made.className = style;
    return made;
  };
  const named = (book) => {
    const made = make("span");
    const title = make("bdi", data.titles[book]);
    made.append(title);
    if (data.authors[book]) {
      made.append(" — ", make("bdi", data.authors[book], "soft"));
    }
    return made;
  };
  const areStars = data.ratings.every((rating, i) => rating === i + 1);
  const words = (rating) => String(rating) + (rating === 1 ? " star" : " stars");

  const drawList = () => {
    const all = ranking();
    element("basis").textContent = ratings.size === 0
      ? "The most popular books, until you rate one."
      : "By " + (ratings.size === 1 ? "one book" : ratings.size + " books") + " of yours.";
    element("list").replaceChildren(...all.slice(0, shown).map(({ score, book }, i) => {
      const item = make("li");
      item.append(make("span", String(i + 1), "rank"), named(book),
        make("span", score.toFixed(2), "score"));
      reasons(book).forEach(({ source, rating }, i) => {
        const line = make("span", i === 0 ? "because you gave " : "and you gave ", "reason");
        line.append("“", make("bdi", data.titles[source]), "” " + words(rating));
        item.append(line);
      });
      return item;
    }));
    element("more").hidden = shown >= all.length;
    history.replaceState(null, "", "#" + [...ratings].map(([b, r]) => b + "=" + r).join(","));
  };

  const ratingGroup = (book) => {
    const group = make("fieldset", undefined, areStars ? "" : "numbers");
    const legend = make("legend", "Your rating of " + data.titles[book]);
    legend.hidden = true;
    group.setAttribute("aria-label", legend.textContent);
    const color = () => labels.forEach((label, i) =>
      label.classList.toggle("on", areStars ? data.ratings[i] <= ratings.get(book)
        : data.ratings[i] === ratings.get(book)));
    const labels = data.ratings.map((rating) => {
      const label = make("label", areStars ? "★" : String(+rating.toFixed(2)));
      const input = make("input");
      input.type = "radio";
      input.name = "rating-" + book;
      input.value = rating;
      input.checked = ratings.get(book) === rating;
      input.setAttribute("aria-label", words(rating));
      input.addEventListener("change", () => {
        ratings.set(book, rating);
        color();
        drawList();
      });
      label.append(input);
      return label;
    });
    color();
    group.append(...labels);
    return group;
  };

  const drawRated = () => {
    element("hint").hidden = ratings.size > 0;
    element("rated").replaceChildren(...[...ratings.keys()].map((book) => {
      const item = make("li");
      const remove = make("button", "×");
      remove.type = "button";
      remove.setAttribute("aria-label", "Remove " + data.titles[book]);
      remove.addEventListener("click", () => {
        ratings.delete(book);
        draw();
        element("query").focus();
      });
      item.append(named(book), remove, ratingGroup(book));
      return item;
    }));
  };
  const draw = () => { drawRated(); drawList(); };

  // The search: all words of the query begin words of title or author; the best known books first.
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()
    .replace(/['’]/g, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  const texts = data.titles.map((title, book) =>
    " " + plain(title) + " " + plain(data.authors[book]));
  const heads = data.titles.map((title) => plain(title.replace(/\([^)]*\)$/, "")));
  const find = (query) => {
    const words = plain(query).split(" ").filter(Boolean);
    if (!words.length) return [];
    const head = words.join(" ");
    const closeness = (book) => heads[book] === head ? 2 : heads[book].startsWith(head) ? 1 : 0;
    return texts.map((_, book) => book)
      .filter((book) => words.every((word) => texts[book].includes(" " + word)))
      .sort((a, b) => closeness(b) - closeness(a) || priors[b] - priors[a] || a - b).slice(0, 8);
  };

  const query = element("query"), matches = element("matches");
  let found = [], chosen = -1;
  const choose = (place) => {
    chosen = place;
    [...matches.children].forEach((item, i) => item.setAttribute("aria-selected", i === place));
    if (place >= 0 && found.length) {
      query.setAttribute("aria-activedescendant", "match-" + place);
      matches.children[place].scrollIntoView({ block: "nearest" });
    } else query.removeAttribute("aria-activedescendant");
  };
  const close = () => {
    matches.hidden = true;
    query.setAttribute("aria-expanded", "false");
    choose(-1);
  };
  const add = (book) => {
    if (!ratings.has(book)) ratings.set(book, data.ratings[data.ratings.length - 1]);
    query.value = "";
    close();
    draw();
    const rated = [...element("rated").children].at([...ratings.keys()].indexOf(book));
    rated.querySelector("input:checked").focus();
  };
  query.addEventListener("input", () => {
    found = find(query.value);
    matches.replaceChildren(...(found.length ? found.map((book, i) => {
      const item = named(book), line = make("li");
      line.append(item);
      line.id = "match-" + i;
      line.setAttribute("role", "option");
      line.addEventListener("pointerdown", (event) => { event.preventDefault(); add(book); });
      return line;
    }) : [make("li", "No title or author like it.", "soft")]));
    matches.hidden = !plain(query.value);
    query.setAttribute("aria-expanded", String(!matches.hidden));
    choose(found.length ? 0 : -1);
  });
  query.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    if (matches.hidden || !found.length) return;
    if (event.key === "ArrowDown") choose((chosen + 1) % found.length);
    else if (event.key === "ArrowUp") choose((chosen + found.length - 1) % found.length);
    else if (event.key === "Enter" && chosen >= 0) add(found[chosen]);
    else return;
    event.preventDefault();
  });
  query.addEventListener("blur", close);
  element("more").addEventListener("click", () => { shown += data.top; drawList(); });

  for (const part of location.hash.slice(1).split(",")) {
    const [book, rating] = part.split("=").map(Number);
    if (Number.isInteger(book) && book >= 0 && book < count && data.ratings.includes(rating)) {
      ratings.set(book, rating);
    }
  }
  draw();
})();
