// A field of the form → the control that it is filled in with, and the value of the control.
// `changed(field, value)` is called with plain data: a text, a list of texts, boxes or rows.

import { button, make } from "./dom.js";

let count = 0;

function growing(attributes) {
  const area = make("textarea", { rows: "1", spellcheck: "false", ...attributes });
  const grow = () => {
    if (CSS.supports("field-sizing", "content")) return;
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight}px`;
  };
  area.addEventListener("input", grow);
  requestAnimationFrame(grow);
  return area;
}

function lineControl(field, changed) {
  const input = make("input", {
    type: "text", "aria-label": field.title, class: `value ${field.kind}`,
    placeholder: field.kind === "date" ? "令和　年　月　日" : false,
  });
  input.value = field.value;
  input.addEventListener("input", () => changed(field, input.value));
  return input;
}

function proseControl(field, changed) {
  const area = growing({ "aria-label": field.title, class: "value prose" });
  area.value = field.value;
  area.addEventListener("input", () => changed(field, area.value));
  return area;
}

function choiceControl(field, changed) {
  const select = make("select", { "aria-label": field.title, class: "value choice" },
    make("option", { value: "" }, "（未記入）"));
  const texts = field.options.map((option) => option.text);
  if (field.value && !texts.includes(field.value)) texts.push(field.value);
  for (const text of texts) select.append(make("option", { value: text }, text));
  select.value = field.value;
  select.addEventListener("change", () => changed(field, select.value));
  return make("div", { class: "chosen" }, "[ ", select, " ]");
}

function boxesControl(field, changed) {
  const group = make("div", { role: "group", "aria-label": field.title, class: "boxes" });
  const read = () => {
    const ticked = [];
    for (const line of group.querySelectorAll(".box")) {
      const [tick, words] = [line.querySelector("[type=checkbox]"), line.querySelector("[type=text]")];
      if (tick.checked) ticked.push({ option: tick.value, text: words ? words.value : "" });
    }
    changed(field, ticked);
  };
  let label = "";
  for (const option of field.options) {
    if (option.group && option.group !== label) {
      label = option.group;
      group.append(make("p", { class: "group" }, label));
    }
    group.append(box(field, option, read));
  }
  return group;
}

function box(field, option, read) {
  const id = `box${(count += 1)}`;
  const found = field.value.find((ticked) => ticked.option === option.text);
  const tick = make("input", { type: "checkbox", id, value: option.text, checked: Boolean(found), onchange: read });
  const line = make("div", { class: "box" }, tick, make("label", { for: id }, option.text));
  if (option.bracket) {
    const words = make("input", { type: "text", "aria-label": `${option.text}の（　）内` });
    words.value = found?.text || "";
    words.addEventListener("input", () => {
      if (words.value && !tick.checked) tick.checked = true;
      read();
    });
    line.append("（", words, "）");
  }
  return line;
}

// A list of texts, one control to an entry: Enter adds one, an empty one disappears with Backspace,
// several lines that are pasted become several entries.
function listControl(field, changed) {
  const list = make("ol", { class: "texts", "aria-label": field.title });
  const read = () => changed(field, entries().map((area) => area.value).filter((text) => text.trim()));
  const entries = () => [...list.querySelectorAll("textarea")];
  const add = (text, after) => {
    const area = growing({ "aria-label": `${field.title} の1件` });
    area.value = text;
    const line = make("li", {}, area);
    if (after) after.parentElement.after(line); else list.append(line);
    area.addEventListener("input", read);
    area.addEventListener("keydown", (event) => key(event, area));
    area.addEventListener("paste", (event) => paste(event, area));
    return area;
  };
  const key = (event, area) => {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      add("", area).focus();
    } else if (event.key === "Backspace" && area.value === "" && entries().length > 1) {
      event.preventDefault();
      const all = entries();
      const next = all[Math.max(0, all.indexOf(area) - 1)];
      area.parentElement.remove();
      (next === area ? entries()[0] : next).focus();
      read();
    }
  };
  const paste = (event, area) => {
    const lines = event.clipboardData.getData("text/plain").replace(/\r/g, "").split("\n").filter((t) => t.trim());
    if (lines.length < 2) return;
    event.preventDefault();
    let last = area;
    for (const text of area.value ? lines : lines.slice(1)) last = add(text, last);
    if (!area.value) area.value = lines[0];
    last.focus();
    read();
  };
  for (const text of field.value.length ? field.value : [""]) add(text);
  return list;
}

// The rows of a table: a grid of cells, into which a range of a spreadsheet can be pasted.
function tableControl(field, changed) {
  const columns = field.columns;
  const body = make("tbody");
  const read = () => changed(field, [...body.rows].map(rowOf).filter((row) => Object.values(row).some(Boolean)));
  const rowOf = (line) => Object.fromEntries(columns.map((name, n) => [name, line.querySelectorAll("textarea")[n].value]));
  const add = (row) => {
    const line = make("tr");
    for (const name of columns) {
      const area = growing({ "aria-label": `${field.title} ${name}` });
      area.value = row[name] || "";
      area.addEventListener("input", read);
      area.addEventListener("paste", (event) => paste(event, line, area));
      line.append(make("td", {}, area));
    }
    const remove = button("×", () => { line.remove(); read(); }, { "aria-label": "この行を削除" });
    line.append(make("td", {}, remove));
    body.append(line);
    return line;
  };
  const paste = (event, line, area) => {
    const rows = event.clipboardData.getData("text/plain").replace(/\r/g, "").replace(/\n$/, "").split("\n").map((t) => t.split("\t"));
    if (rows.length < 2 && rows[0].length < 2) return;
    event.preventDefault();
    const start = [...line.querySelectorAll("textarea")].indexOf(area);
    let at = line;
    rows.forEach((cells, n) => {
      if (n) at = at.nextElementSibling || add({});
      cells.forEach((text, k) => {
        const target = at.querySelectorAll("textarea")[start + k];
        if (target) target.value = text;
      });
    });
    read();
  };
  const head = make("tr", {}, ...columns.map((name) => make("th", { scope: "col" }, name)), make("td"));
  for (const row of field.value) add(row);
  return make("div", { class: "table" }, make("table", { "aria-label": field.title }, make("thead", {}, head), body),
    button("＋ 行を追加", () => add({}).querySelector("textarea")?.focus()));
}

function pictureControl(field, changed, send) {
  const picker = make("input", { type: "file", accept: "image/*", "aria-label": `${field.title} の画像` });
  const take = async (file) => { if (file) changed(field, await send(field, file)); };
  picker.addEventListener("change", () => take(picker.files[0]));
  const place = make("div", { class: "picture", tabindex: "0", role: "group", "aria-label": field.title },
    field.picture ? make("img", { src: field.picture, alt: "" }) : "", make("p", {}, field.value || "画像はまだありません。"),
    make("p", {}, picker, "（ここに貼り付けることもできます）"));
  place.addEventListener("paste", (event) => {
    const item = [...event.clipboardData.items].find((each) => each.type.startsWith("image/"));
    if (item) { event.preventDefault(); take(item.getAsFile()); }
  });
  return place;
}

export function control(field, changed, send) {
  switch (field.kind) {
    case "choice": return choiceControl(field, changed);
    case "checks": return boxesControl(field, changed);
    case "prose": return proseControl(field, changed);
    case "records": case "columns": case "addresses": return listControl(field, changed);
    case "cells": return tableControl(field, changed);
    case "image": return pictureControl(field, changed, send);
    default: return lineControl(field, changed);
  }
}
