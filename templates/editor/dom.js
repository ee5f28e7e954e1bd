// Elements, made without any markup in a text.

export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export function button(text, act, attributes = {}) {
  return make("button", { type: "button", onclick: act, ...attributes }, text);
}

export function say(text) {
  document.getElementById("state").textContent = text;
}

// Ask a question with a button for each answer; resolves to the answer, "" when it is closed.
export function ask(title, body, answers) {
  const dialog = document.getElementById("question");
  return new Promise((resolve) => {
    let answer = "";
    const buttons = answers.map(([value, text]) =>
      button(text, () => { answer = value; dialog.close(); }));
    buttons.push(button("やめる", () => dialog.close()));
    dialog.replaceChildren(
      make("h2", { id: "question-title" }, title), ...body, make("p", { class: "answers" }, ...buttons));
    dialog.addEventListener("close", () => resolve(answer), { once: true });
    dialog.showModal();
  });
}

// Ask for a line of text; resolves to "" when nothing was given.
export async function askLine(title, label, value = "") {
  const input = make("input", { type: "text", value });
  const answer = await ask(title, [make("label", {}, label, input)], [["ok", "決める"]]);
  return answer === "ok" ? input.value.trim() : "";
}
