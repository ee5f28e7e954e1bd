// The search of the first page. Each document brings a small script with its texts, loaded when
// somebody searches, so that a page opened from a disk can be searched as well.
"use strict";
var pia = (function () {
  var MOST = 100, AROUND = 40;
  var form = document.getElementById("search");
  var results = document.getElementById("results");
  var loaded = {}, asked = false, waiting = 0;

  function plain(text) {
    return text.normalize ? text.normalize("NFKC").toLowerCase() : text.toLowerCase();
  }

  function found(told) {
    loaded[told[0]] = { name: told[1], items: told[2].map(function (item) {
      return { page: item[0], title: item[1], text: item[2], plain: plain(item[1] + "\n" + item[2]) };
    }) };
  }

  function load(documents) {
    documents.forEach(function (slug) {
      var script = document.createElement("script");
      waiting += 1;
      script.onload = script.onerror = function () { waiting -= 1; show(); };
      script.src = slug + "/search.js";
      document.head.appendChild(script);
    });
  }

  function element(name, text, above) {
    var made = document.createElement(name);
    made.textContent = text;
    if (above) above.appendChild(made);
    return made;
  }

  // Return where in a text the character stands that is at a place of its plain form.
  function place(text, at) {
    var n = 0;
    for (var length = 0; n < text.length && length < at; n += 1) length += plain(text[n]).length;
    return n;
  }

  // Show what stands around the first word, the word marked.
  function excerpt(item, word, above) {
    var hit = plain(item.text).indexOf(word), line = element("p", "", above);
    var at = place(item.text, hit), to = place(item.text, hit + word.length);
    var from = Math.max(0, at - AROUND);
    if (hit < 0) { line.textContent = item.text.slice(0, 2 * AROUND); return; }
    line.appendChild(document.createTextNode((from ? "…" : "") + item.text.slice(from, at)));
    element("mark", item.text.slice(at, to), line);
    line.appendChild(document.createTextNode(item.text.slice(to, to + AROUND)));
  }

  function show() {
    var words = plain(document.getElementById("words").value).split(/\s+/).filter(Boolean);
    if (!asked || waiting) return;
    results.textContent = "";
    if (!words.length) return;
    var list = document.createElement("ul"), count = 0;
    list.className = "hits";
    form.dataset.documents.split(" ").filter(Boolean).forEach(function (slug) {
      var known = loaded[slug];
      (known ? known.items : []).forEach(function (item) {
        if (!words.every(function (word) { return item.plain.indexOf(word) >= 0; })) return;
        count += 1;
        if (count > MOST) return;
        var hit = element("li", "", list), link = element("a", item.title, hit);
        link.href = slug + "/" + item.page;
        element("p", known.name, hit);
        excerpt(item, words[0], hit);
      });
    });
    var told = count > MOST ? count + " 件のうち、はじめの " + MOST + " 件です。" : count + " 件あります。";
    element("p", count ? told : "見つかりません。", results);
    if (count) results.appendChild(list);
  }

  form.hidden = false;
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    if (!asked) load(form.dataset.documents.split(" ").filter(Boolean));
    asked = true;
    show();
  });
  return { found: found };
})();
