// Which view stands on the page.

import { ask, button, make, say } from "./dom.js";
import { Editor } from "./editor.js";
import { openSession } from "./net.js";
import { changes, office, outputs, reviews } from "./views.js";

const VIEWS = { 一覧: office, 編集: null, 違い: changes, 出力: outputs, 点検: reviews };
let editor = null;

function tools() {
  const bar = document.getElementById("tools");
  bar.replaceChildren(
    button("元に戻す", () => editor?.undo(), { title: "Ctrl + Alt + Z" }),
    button("やり直す", () => editor?.redo(), { title: "Ctrl + Alt + Y" }),
    button("次の確認事項", () => editor?.problem(1), { title: "F8" }),
    button("PDF の見本", () => editor?.preview(), { title: "様式の横に出す、しまう" }),
    button("キー操作", () => ask("キー操作", [make("dl", {},
      ...[["Tab", "次の欄"], ["Alt + ↓ / ↑", "次の項目／前の項目"], ["F8 / Shift + F8", "次の確認事項／前の確認事項"],
        ["Ctrl + S", "すぐに保存（ふだんは自動）"], ["Ctrl + Alt + Z / Y", "元に戻す／やり直す"]]
        .flatMap(([key, what]) => [make("dt", {}, key), make("dd", {}, what)]))], [])));
  bar.hidden = !editor;
}

function nav(current, path) {
  const links = Object.keys(VIEWS).filter((name) => path || name === "一覧").map((name) => {
    const target = `#${encodeURIComponent(name)}/${encodeURIComponent(path)}`;
    return make("a", { href: target, "aria-current": name === current ? "page" : false }, name);
  });
  document.getElementById("views").replaceChildren(...links);
}

async function show() {
  const [name = "一覧", path = ""] = location.hash.slice(1).split("/").map(decodeURIComponent);
  const view = name in VIEWS ? name : "一覧";
  editor?.close();
  editor = null;
  document.getElementById("side").hidden = true;
  document.getElementById("name").textContent = path || "評価書";
  say("");
  window.scrollTo(0, 0);
  nav(view, path);
  try {
    if (view === "編集" && path) {
      editor = new Editor(path);
      await editor.open();
    } else {
      await (VIEWS[view] || office)(document.getElementById("page"), path);
    }
  } catch (error) {
    document.getElementById("page").replaceChildren(make("p", { role: "alert" }, error.message));
  }
  tools();
}

// One view after the other: one that was left before it came would else overwrite the next.
let showing = Promise.resolve();
const showNext = () => { showing = showing.then(show); };

window.addEventListener("hashchange", showNext);
window.addEventListener("keydown", (event) => editor?.keys(event));
window.addEventListener("pagehide", () => editor?.close());
await openSession().catch(() => {});
showNext();
