// The form itself, filled in where it stands.

import { ask, askLine, button, make, say } from "./dom.js";
import { control } from "./fields.js";
import { get, post, upload } from "./net.js";
import { drawPage } from "./paper.js";
import { Saver } from "./saver.js";

const FRAME = 12, LATEST = 100; // milliseconds of drawing between two frames, and for a frame to come
const page = () => document.getElementById("page");
const side = () => document.getElementById("side");

export class Editor {
  constructor(path) {
    this.path = path;
    this.fields = new Map();
    this.focused = (event) => this.advise(event.target);
    this.saver = new Saver(path, {
      saved: (answer) => this.saved(answer),
      conflict: (theirs, mine) => this.conflict(theirs, mine),
      shared: (body) => this.shared(body),
    });
  }

  async open() {
    const draft = this.saver.draft();
    page().addEventListener("focusin", this.focused);
    this.show(await get("/api/document", { path: this.path }));
    if (Object.keys(draft).length) this.offerDraft(draft);
  }

  show(payload) {
    this.payload = payload;
    this.saver.at(payload.hash);
    this.fields = new Map(payload.fields.map((field) => [field.address, { ...field, saved: field.value }]));
    document.getElementById("name").textContent = payload.name || this.path;
    document.title = `${payload.name || this.path} — 編集`;
    this.hosts = byHost(this.fields.values());
    this.entries = byHost(payload.blocks);
    this.drawn = this.draw(payload);
    this.tell(payload);
    this.check();
  }

  // The first page, and once it is there to be filled in the others, a frame's worth at a time.
  async draw(payload) {
    page().replaceChildren();
    let end = 0;
    for (const each of payload.pages) {
      page().append(drawPage(each, (place) => this.at(place)));
      if (performance.now() < end) continue;
      await painted();
      if (this.left || this.payload !== payload) return;
      end = performance.now() + FRAME;
    }
    page().append(...[...this.entries.values()].flat().map((block) => this.tools(block)));
  }

  // What stands at a place of the pages: its fields with their controls, the tools of its block.
  at(place) {
    const fields = (place && this.hosts.get(place)) || [];
    const blocks = (place && this.entries.get(place)) || [];
    this.entries.delete(place); // a list of which no page shows anything is left for the end
    return { fields, slots: fields.map((field) => this.slot(field)), tools: blocks.map((block) => this.tools(block)) };
  }

  // What is wrong is asked for once the page stands; an answer about a former state says nothing.
  async check() {
    const answer = await get("/api/check", { path: this.path });
    await this.drawn;
    if (answer.hash === this.saver.hash) this.tell(answer);
    this.guidance ||= (await get("/api/guidance", { path: this.path })).guidance;
    this.advise(document.activeElement);
  }

  slot(field) {
    const slot = make("div", { class: `slot ${field.kind}`, "data-field": field.address });
    if (field.before) slot.append(make("span", { class: "unit" }, field.before));
    slot.append(control(field, (...given) => this.changed(...given), (...given) => this.send(...given)));
    if (field.after) slot.append(make("span", { class: "unit" }, field.after));
    if (field.names.length) {
      const names = field.names.join("、");
      slot.append(make("p", { class: "shared" }, `共通の文章から: ${names}`));
      slot.classList.add("from");
    }
    return slot;
  }

  changed(field, value) {
    field.value = value;
    this.saver.change(field.address, value);
  }

  async send(field, file) {
    const { name } = await upload("/api/picture", { path: this.path }, file);
    return name;
  }

  // The blocks of a list can be added, copied, moved, renamed and removed at their headings.
  tools(block) {
    const tools = make("div", { class: "tools", role: "group", "aria-label": `${block.title}の操作` });
    const act = (what) => () => this.act(block, what);
    if (block.id) {
      tools.append(
        button("↑", act("up"), { "aria-label": `${block.title}を上へ` }),
        button("↓", act("down"), { "aria-label": `${block.title}を下へ` }),
        button("写す", act("copy")), button("名前を変える", act("rename")), button("削除", act("remove")));
    }
    tools.append(button(`＋ ${block.kind}を追加`, act("add")));
    return tools;
  }

  async act(block, what) {
    const request = { path: this.path, base: this.saver.hash, list: block.list, id: block.id, what };
    if (what === "remove") {
      const title = `${block.title}（${block.id}）を削除しますか`;
      if ((await ask(title, [make("p", {}, "あとから「元に戻す」で戻せます。")], [["yes", "削除する"]])) !== "yes") return;
    }
    if (["add", "copy", "rename"].includes(what)) {
      const label = "名前（id。文字、数字、_ だけ。印刷されません）";
      request.name = await askLine(`${block.kind}の名前`, label, what === "rename" ? block.id : "");
      if (!request.name) return;
    }
    await this.saver.flush();
    request.base = this.saver.hash;
    await this.step("/api/block", request);
  }

  async step(route, request) {
    try {
      const top = window.scrollY;
      this.show(await post(route, request));
      await this.drawn;
      window.scrollTo(0, top);
      say("保存しました");
    } catch (error) {
      this.refused(error);
    }
  }

  undo() { return this.turn("/api/undo"); }
  redo() { return this.turn("/api/redo"); }

  // One step after the other, however fast they are asked for.
  turn(route) {
    this.turns = (this.turns || Promise.resolve()).then(async () => {
      await this.saver.flush();
      await this.step(route, { path: this.path, base: this.saver.hash });
    });
    return this.turns;
  }

  refused(error) {
    say("");
    const lines = (error.body?.findings || []).map((f) => make("li", {}, `${f.message} ${f.hint}`));
    ask("保存できませんでした", [make("ul", {}, ...(lines.length ? lines : [make("li", {}, error.message)]))], []);
  }

  saved(answer) {
    for (const field of answer.fields) {
      const known = this.fields.get(field.address);
      if (!known) continue;
      const rewritten = JSON.stringify(known.value) !== JSON.stringify(field.value);
      Object.assign(known, field, { saved: field.value });
      const slot = page().querySelector(`[data-field="${CSS.escape(field.address)}"]`);
      if (slot && !slot.contains(document.activeElement) && rewritten) slot.replaceWith(this.slot(known));
    }
    this.printed();
    this.tell(answer);
    say("保存しました");
  }

  // Somebody else changed the file: what they did elsewhere is taken over, and where both changed
  // the same item, both texts are shown and the person chooses.
  async conflict(theirs, mine) {
    const before = new Map([...this.fields].map(([address, field]) => [address, field.saved]));
    this.show(theirs);
    for (const [address, value] of Object.entries(mine)) {
      const field = this.fields.get(address);
      if (!field) continue;
      const other = JSON.stringify(field.value);
      if (other !== JSON.stringify(value) && other !== JSON.stringify(before.get(address))) {
        const answer = await ask(`「${field.title}」は、ほかでも直されています`, [
          make("h3", {}, "ファイルにある値"), make("pre", {}, plain(field.value)),
          make("h3", {}, "この画面の値"), make("pre", {}, plain(value))],
          [["theirs", "ファイルの値にする"], ["mine", "この画面の値にする"]]);
        if (answer !== "mine") { this.saver.forget(address); continue; }
      }
      this.changed(field, value);
      page().querySelector(`[data-field="${CSS.escape(address)}"]`)?.replaceWith(this.slot(field));
    }
    say("ファイルがほかで直されたので、読み直しました");
  }

  // The text stands in a variable or fragment that others use as well.
  async shared(body) {
    const uses = body.uses.map((use) => make("li", {}, use));
    const everywhere = `すべて直す（${body.uses.length} 箇所）`;
    return ask("共通の文章を直そうとしています", [make("p", {}, body.message), make("ul", { class: "uses" }, ...uses)],
      [["inline", "ここだけ直す"], ["fragment", everywhere]]);
  }

  offerDraft(draft) {
    const known = Object.entries(draft).filter(([address]) => this.fields.has(address));
    for (const [address, value] of known) {
      const field = this.fields.get(address);
      this.changed(field, value);
      page().querySelector(`[data-field="${CSS.escape(address)}"]`)?.replaceWith(this.slot(field));
    }
    say(`保存の前に閉じられた ${known.length} 項目を戻しました`);
  }

  // Findings beside their items and as a list; progress of each section.
  tell(payload) {
    if (this.left) return;
    for (const old of page().querySelectorAll(".finding")) old.remove();
    for (const slot of page().querySelectorAll(".slot.wrong")) slot.classList.remove("wrong");
    const findings = payload.findings || [];
    for (const finding of findings) this.mark(finding);
    const progress = make("ul", { class: "progress" }, ...payload.progress.map((each) =>
      make("li", {}, make("span", {}, each.title), make("meter", { min: "0", max: String(each.asked || 1), value: String(each.filled), "aria-label": `${each.title}の記入` }),
        `${each.filled} / ${each.asked}`)));
    const list = make("ol", { class: "findings" }, ...findings.map((finding) =>
      make("li", { class: finding.severity }, button(`${finding.item} ${finding.message}`.trim(), () => this.go(finding.address)))));
    this.advice ||= make("div", { id: "advice" });
    side().hidden = false;
    side().replaceChildren(make("h2", {}, "この項目の手引き"), this.advice, make("h2", {}, payload.findings ? `確認事項 ${findings.length} 件` : "確認しています…"), list,
      make("h2", {}, "記入の進み"), progress);
  }

  mark(finding) {
    const slot = this.slotOf(finding.address);
    if (!slot) return false;
    slot.classList.add("wrong");
    slot.append(make("p", { class: `finding ${finding.severity}` }, `${finding.message} ${finding.hint}`));
    return true;
  }

  slotOf(address) {
    const places = [...page().querySelectorAll("[data-field]")];
    return address && (places.find((slot) => slot.dataset.field === address) ||
      places.find((slot) => slot.dataset.field.startsWith(`${address}.`) || slot.dataset.field.startsWith(`${address}[`)));
  }

  go(address) {
    const slot = this.slotOf(address);
    if (!slot) return;
    slot.scrollIntoView({ block: "center" });
    slot.querySelector("input,textarea,select,button")?.focus();
  }

  advise(target) {
    const field = this.fields.get(target.closest?.("[data-field]")?.dataset.field);
    if (!field || !this.advice) return;
    const words = this.guidance ? this.guidance[field.address.replace(/\[[^\]]*\]/g, "")] || {} : { write: "手引きを読み込んでいます…" };
    this.advice.replaceChildren(
      make("p", { class: "where" }, `${field.title}${field.significant ? " ※" : ""}`),
      make("p", {}, words.write || "この項目の手引きはありません。"),
      words.ask ? make("p", { class: "ask" }, `点検の観点: ${words.ask}`) : "");
  }

  keys(event) {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.altKey && step) { event.preventDefault(); this.next(step); }
    else if (event.key === "F8") { event.preventDefault(); this.problem(event.shiftKey ? -1 : 1); }
    else if (event.ctrlKey && event.key === "s") { event.preventDefault(); this.saver.flush(); }
    else if (event.ctrlKey && event.altKey && event.key === "z") { event.preventDefault(); this.undo(); }
    else if (event.ctrlKey && event.altKey && event.key === "y") { event.preventDefault(); this.redo(); }
  }

  next(step) {
    const slots = [...page().querySelectorAll("[data-field]")];
    const here = slots.indexOf(document.activeElement?.closest("[data-field]"));
    const slot = slots[(here + step + slots.length) % slots.length];
    slot?.scrollIntoView({ block: "center" });
    slot?.querySelector("input,textarea,select,button,[tabindex]")?.focus();
  }

  problem(step) {
    const slots = [...page().querySelectorAll(".slot.wrong")];
    if (!slots.length) { say("確認事項はありません"); return; }
    const all = [...page().querySelectorAll("[data-field]")];
    const here = all.indexOf(document.activeElement?.closest("[data-field]"));
    const ahead = step > 0 ? slots.find((s) => all.indexOf(s) > here) : slots.findLast((s) => all.indexOf(s) < here);
    const slot = ahead || slots.at(step > 0 ? 0 : -1);
    slot.scrollIntoView({ block: "center" });
    slot.querySelector("input,textarea,select,button")?.focus();
  }

  // The page as it prints, beside the form; made anew when typing has rested for a while.
  preview() {
    const shown = document.getElementById("preview");
    if (shown) { shown.remove(); return; }
    const frame = make("iframe", { id: "preview", title: "PDF の見本" });
    page().after(frame);
    this.printed();
  }

  printed() {
    clearTimeout(this.print);
    const frame = document.getElementById("preview");
    if (!frame) return;
    const query = new URLSearchParams({ path: this.path, format: "pdf", inline: "1", of: this.saver.hash });
    this.print = setTimeout(() => { frame.src = `/api/render?${query}`; }, frame.src ? 1500 : 0);
  }

  close() {
    this.left = true;
    page().removeEventListener("focusin", this.focused);
    document.getElementById("preview")?.remove();
    return this.saver.flush();
  }
}

function byHost(entries) {
  const found = new Map();
  for (const entry of entries) {
    if (!found.has(entry.host)) found.set(entry.host, []);
    found.get(entry.host).push(entry);
  }
  return found;
}

// Resolves behind the next frame; a page that nobody looks at may have none for long.
function painted() {
  return new Promise((done) => {
    requestAnimationFrame(() => setTimeout(done));
    setTimeout(done, LATEST);
  });
}

function plain(value) {
  return typeof value === "string" ? value || "（空欄）" : JSON.stringify(value, null, 2);
}
