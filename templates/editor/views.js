// The views around the form: the office, what changed, what can be put out, the reviews.

import { ask, button, make, say } from "./dom.js";
import { get, post } from "./net.js";

const link = (view, path, text) => make("a", { href: `#${encodeURIComponent(view)}/${encodeURIComponent(path)}` }, text);

function table(label, heads, rows) {
  return make("table", { class: "plain", "aria-label": label },
    make("thead", {}, make("tr", {}, ...heads.map((head) => make("th", { scope: "col" }, head)))),
    make("tbody", {}, ...rows.map((cells) => make("tr", {}, ...cells.map((cell) => make("td", {}, cell))))));
}

async function tried(act) {
  try {
    return await act();
  } catch (error) {
    const lines = (error.body?.findings || []).map((f) => make("li", {}, `${f.file} ${f.item} ${f.message} ${f.hint}`));
    await ask("できませんでした", [make("ul", {}, ...(lines.length ? lines : [make("li", {}, error.message)]))], []);
    return null;
  }
}

export async function office(page) {
  const { documents } = await get("/api/documents");
  const field = make("input", { type: "search", id: "find" });
  const results = make("div", { "aria-live": "polite" });
  const find = async (event) => {
    event.preventDefault();
    const { found } = await get("/api/search", { text: field.value });
    results.replaceChildren(found.length
      ? table("見つかった項目", ["評価書", "項目", "文章"], found.map((f) => [link("編集", f.path, f.path), f.item, f.text]))
      : make("p", {}, "見つかりませんでした。"));
  };
  const rows = documents.map((d) => [link("編集", d.path, d.name || d.path), d.form, d.published, String(d.errors), String(d.blanks), d.due]);
  page.replaceChildren(make("h2", {}, "評価書の一覧"),
    make("form", { role: "search", onsubmit: find }, make("label", { for: "find" }, "すべての評価書から探す "), field, make("button", {}, "探す")),
    results, table("評価書の一覧", ["評価書", "様式", "公表日", "誤り", "未記入", "期限"], rows), make("h2", {}, "新しい評価書"), creation());
}

function creation() {
  const form = make("select", { id: "form" }, ...[["juten", "重点項目評価書"], ["kiso", "基礎項目評価書"], ["zenkomoku", "全項目評価書"]].map(([value, text]) => make("option", { value }, text)));
  const name = make("input", { type: "text", id: "newname", placeholder: "例: 住民基本台帳" });
  const create = async (event) => {
    event.preventDefault();
    const made = await tried(() => post("/api/new", { form: form.value, name: name.value }));
    if (made) location.hash = `#${encodeURIComponent("編集")}/${encodeURIComponent(made.path)}`;
  };
  return make("form", { onsubmit: create }, make("label", { for: "form" }, "様式 "), form, make("label", { for: "newname" }, " ファイルの名前 "), name, make("button", {}, "作る"));
}

export async function changes(page, path) {
  const told = await get("/api/diff", { path });
  const words = (runs, tag) => make("span", { class: "cell" }, ...runs.map(([text, changed]) => (changed ? make(tag, {}, text) : text)));
  const rows = told.rows.map((row) => [row.項目, words(row.marked[0], "del"), words(row.marked[1], "ins"), row.提出時期, row.提出時期に係る説明, row.判断]);
  const act = (what, done) => async () => {
    const answer = await tried(() => post(`/api/${what}`, { path }));
    if (answer) { await changes(page, path); say(`${done}${answer.message || ""}`); }
  };
  page.replaceChildren(make("h2", {}, "前の版からの変更"), make("p", {}, told.summary),
    make("p", { class: "answers" }, button("変更箇所の表に書き足す", act("append", "書き足しました。")), button("この版を確定する", act("freeze", "確定した版を書きました。"))),
    ...told.questions.map((question) => decision(page, path, question, told.reasons)),
    table("変更箇所の表", ["項目", "変更前", "変更後", "提出時期", "説明", "判断"], rows));
}

function decision(page, path, question, reasons) {
  const timing = make("select", { "aria-label": "提出時期" }, ...["", "事前", "事後"].map((text) => make("option", { value: text }, text || "選んでください")));
  timing.value = question.timing || "";
  const reason = make("select", { "aria-label": "理由" }, make("option", { value: "" }, "理由を選んでください"), ...reasons.map((r) => make("option", { value: r.name }, r.provision ? `${r.name}（${r.provision}）` : r.name)));
  reason.value = question.reason || "";
  const save = async () => {
    const answer = await tried(() => post("/api/decide", { path, key: question.key, timing: timing.value, reason: reason.value }));
    if (answer) { await changes(page, path); say("判断を書きました"); }
  };
  return make("fieldset", { class: "decision" }, make("legend", {}, question.items.join("、")),
    make("p", { class: "before" }, `変更前: ${question.before}`), make("p", { class: "after" }, `変更後: ${question.after}`),
    make("p", { class: "why" }, question.why), timing, reason, button("この判断にする", save));
}

export async function outputs(page, path) {
  const query = new URLSearchParams({ path });
  const files = ["xlsx", "docx", "html", "pdf"].map((format) => make("a", { href: `/api/render?${query}&format=${format}`, download: true }, format));
  const publish = async () => {
    const tried_ = await tried(() => post("/api/publish", { path, dry: true }));
    if (!tried_) return;
    if ((await ask("公表しますか", [make("ul", {}, ...tried_.files.map((f) => make("li", {}, f)))], [["yes", "公表する"]])) !== "yes") return;
    const done = await tried(() => post("/api/publish", { path, dry: false }));
    if (done) say("公表の一式を書きました");
  };
  const build = async () => {
    say("出力しています…");
    let working = true;
    const watch = setInterval(async () => {
      const at = await get("/api/progress").catch(() => ({}));
      if (working && at.steps) say(`出力しています… ${at.done} / ${at.steps} ${at.what}`);
    }, 500);
    const done = await tried(() => post("/api/build", {}));
    working = false;
    clearInterval(watch);
    say(done ? done.message : "");
  };
  page.replaceChildren(make("h2", {}, "出力"), make("ul", { class: "downloads" }, ...files.map((f) => make("li", {}, f))),
    make("p", { class: "answers" }, button("すべての評価書を出力する", build), button("公表する", publish)),
    make("h2", {}, "PDF の見本"), make("iframe", { title: "PDF の見本", src: `/api/render?${query}&format=pdf&inline=1` }));
}

export async function reviews(page, path) {
  const told = await get("/api/reviews", { path });
  const again = async (what, request, done) => {
    if (await tried(() => post(`/api/${what}`, request))) { await reviews(page, path); say(done); }
  };
  const blocks = told.rounds.flatMap((round) => [make("h3", {}, round.name),
    table(round.name, ["番号", "項目", "意見", "修正箇所", "対応と回答"],
      round.comments.map((c) => [c.number, c.item, c.text, c.changed, answering(round, c, told.responses, again)])),
    commenting(round, told.submitters, again)]);
  const unread = told.unread.length ? make("p", { role: "alert" }, `読めないファイルがあります（意見の記録かもしれません）: ${told.unread.join("、")}`) : "";
  page.replaceChildren(make("h2", {}, "意見と対応"), unread, ...(blocks.length ? blocks : [make("p", {}, "この評価書についての意見の記録はありません。")]));
}

function choice(label, texts, value = "") {
  const select = make("select", { "aria-label": label }, ...["", ...texts].map((text) => make("option", { value: text }, text || label)));
  select.value = value;
  return select;
}

function answering(round, comment, responses, again) {
  const response = choice("対応", responses, comment.done);
  const text = make("textarea", { rows: "2", "aria-label": `${comment.number}番の意見への回答` });
  text.value = comment.answer;
  const save = () => again("answer", { path: round.record, round: round.id, number: Number(comment.number), response: response.value, text: text.value }, "回答を書きました");
  return make("div", { class: "answering" }, response, text, button("回答を書く", save));
}

function commenting(round, submitters, again) {
  const line = (label) => make("input", { type: "text", "aria-label": label, placeholder: label });
  const item = line("項目（番地、印刷された場所、全般）");
  const text = make("textarea", { rows: "2", "aria-label": `${round.name}の新しい意見`, placeholder: "意見" });
  const submitter = round.has_submitter ? choice("提出者", submitters) : null;
  const add = (event) => {
    event.preventDefault();
    const request = { path: round.record, round: round.id, item: item.value, text: text.value, submitter: submitter?.value || "" };
    again("comment", request, "意見を加えました");
  };
  return make("form", { class: "answering", onsubmit: add }, item, text, submitter, make("button", {}, "意見を加える"));
}
