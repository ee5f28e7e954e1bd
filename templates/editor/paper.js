// The pages of a form as the server tells them → elements, the fields in the places that print them.
// `at(place)` gives what the place is filled with: the controls of its fields, the tools of its block.

import { make } from "./dom.js";

export function drawPage(page, at) {
  return make("section", {}, ...page.nodes.map((node) => DRAWN[node.kind](node, at)));
}

const DRAWN = { heading, grid, table, contents, texts, note };

function heading(node, at) {
  const name = `h${Math.min(node.depth + 1, 6)}`;
  const about = node.about ? `${node.label}　${node.about}` : false;
  const { slots, tools } = at(node.place);
  return make("div", { class: `title level${node.level}`, id: node.id, "data-address": node.place || false },
    make(name, { "aria-label": about }, node.label),
    ...node.boxes.map((text) => make("span", { class: "box" }, text)), ...slots, ...tools);
}

function grid(node, at) {
  return make("table", { class: "grid", role: "table" }, make("tbody", { role: "rowgroup" }, ...node.rows.map((row) => line(row, at))));
}

function line(row, at) {
  const { slots, tools } = at(row.place);
  const cells = row.label === null ? [] : [...side(row), label(row)];
  cells.push(make("td", { role: "cell", colspan: row.label === null ? "3" : false }, ...(slots.length ? slots : words(row.texts))));
  cells[0].append(...tools);
  return make("tr", { role: "row", id: row.place || false }, ...cells);
}

// The narrow cell at the left of rows that belong together; the first of them bears it.
function side(row) {
  if (row.side === null || !row.span) return [];
  const attributes = { class: "side", rowspan: String(row.span) };
  return [row.side ? make("th", { role: "rowheader", scope: "rowgroup", ...attributes }, row.side) : make("td", { role: "cell", ...attributes })];
}

function label(row) {
  const attributes = row.side === null ? { colspan: "2" } : { class: row.side ? `nested depth${row.depth}` : "nested" };
  return make("th", { role: "rowheader", scope: "row", ...attributes }, row.label);
}

function words(texts) {
  return texts.map((text) => make("div", { class: "words" }, text));
}

// A table whose cells are fields of their own, or one field that is a table itself.
function table(node, at) {
  const { slots, fields, tools } = at(node.place);
  if (fields.some((field) => field.kind === "cells" || field.kind === "columns")) return filled(node.place, [...tools, ...slots]);
  const rows = node.rows.map((cells) => cells.map((text) => make("td", { role: "cell" }, make("div", { class: "words" }, text))));
  fields.forEach((field, n) => rows[field.row ?? 0]?.[field.column ?? n]?.replaceChildren(slots[n]));
  const heads = node.columns.map((column) => make("th", { role: "columnheader", scope: "col" }, column.label));
  heads.forEach((head, n) => { head.style.width = `${node.columns[n].width}%`; });
  return make("table", { class: "list", role: "table", id: node.place || false },
    make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, ...heads)),
    make("tbody", { role: "rowgroup" }, ...rows.map((cells) => make("tr", { role: "row" }, ...cells))));
}

function filled(id, slots) {
  return make("div", { id: id || false, class: "filled" }, ...slots);
}

function contents(node) {
  const go = (anchor) => (event) => { event.preventDefault(); document.getElementById(anchor)?.scrollIntoView(); };
  const entry = (each) => (each.to ? make("a", { href: `#${each.to}`, onclick: go(each.to) }, each.text) : each.text);
  return make("nav", { "aria-label": "目次" }, make("ul", { class: "index" }, ...node.entries.map((each) => make("li", { class: `depth${each.depth}` }, entry(each)))));
}

function texts(node, at) {
  const { slots, tools } = at(node.place);
  return filled(node.place, [...tools, ...(slots.length ? slots : words(node.texts))]);
}

function note(node) {
  return make("p", { class: node.right ? "note right" : "note" }, node.text);
}
