// What was typed → the file: after a pause, never inside an IME composition, never out of order.
// What is not yet in the file is kept in the browser, so that a crash loses nothing.

import { say } from "./dom.js";
import { post, Refused } from "./net.js";

const PAUSE = 300; // milliseconds without a key

export class Saver {
  constructor(path, told) {
    this.path = path;
    this.told = told;
    this.pending = {};
    this.timer = 0;
    this.running = null;
    this.composing = false;
    document.addEventListener("compositionstart", () => { this.composing = true; });
    document.addEventListener("compositionend", () => { this.composing = false; this.later(); });
  }

  at(hash) { this.hash = hash; }
  get key() { return `pia:${this.path}`; }

  draft() {
    try { return JSON.parse(localStorage.getItem(this.key)) || {}; } catch { return {}; }
  }

  change(address, value) {
    this.pending[address] = value;
    localStorage.setItem(this.key, JSON.stringify({ ...this.sending, ...this.pending }));
    say("入力中…");
    this.later();
  }

  forget(address) {
    delete this.pending[address];
    this.keep();
  }

  keep() {
    if (Object.keys(this.pending).length) localStorage.setItem(this.key, JSON.stringify(this.pending));
    else localStorage.removeItem(this.key);
  }

  later() {
    clearTimeout(this.timer);
    if (!this.composing && Object.keys(this.pending).length) this.timer = setTimeout(() => this.flush(), PAUSE);
  }

  async flush() {
    clearTimeout(this.timer);
    if (this.running) { await this.running; }
    if (this.composing || !Object.keys(this.pending).length) return;
    this.running = this.send();
    try { await this.running; } finally { this.running = null; }
    if (Object.keys(this.pending).length) this.later();
  }

  async send(how = "") {
    const changes = this.pending;
    this.sending = changes;
    this.pending = {};
    try {
      const answer = await post("/api/edit", { path: this.path, base: this.hash, changes, how });
      this.hash = answer.hash;
      this.sending = {};
      this.keep();
      this.told.saved(answer);
    } catch (error) {
      this.sending = {};
      this.pending = { ...changes, ...this.pending };
      await this.failed(error);
    }
  }

  async failed(error) {
    if (!(error instanceof Refused)) {
      say("保存できません。pia edit が動いているか確かめてください（入力はこのブラウザーに残っています）");
      this.timer = setTimeout(() => this.flush(), 3000);
    } else if (error.status === 409) {
      const mine = this.pending;
      this.pending = {};
      await this.told.conflict(error.body, mine);
      this.keep();
    } else if (error.body.kind === "shared") {
      const how = await this.told.shared(error.body);
      if (how) await this.send(how);
      else this.forgetAll();
    } else {
      const first = error.body.findings?.[0];
      say(`保存できません: ${first ? `${first.message} ${first.hint}` : error.message}`);
    }
  }

  forgetAll() {
    this.pending = {};
    this.keep();
    say("変更をやめました。画面を読み直してください");
  }
}
