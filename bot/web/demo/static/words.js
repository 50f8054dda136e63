// The page's words live in the template; `word("via", {name})` fills one in.
const words = JSON.parse(document.getElementById("words").textContent);

export function word(key, values = {}) {
  return Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, () => value), words[key]);
}

// Makes an element; children are nodes or plain text, never markup.
export function element(tag, { className = "", ...attributes } = {}, ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

export function button(label, onclick, className = "") {
  return element("button", { type: "button", className, onclick }, label);
}
