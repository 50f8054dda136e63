// Segments of a message to nodes. Neighbouring segments share the elements of the marks they have in common.
import { button, element, word } from "./words.js";

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};
const LINKS = ["text_link", "url"];

export function textNodes(segments, acts) {
  const root = document.createDocumentFragment();
  let open = [];
  for (const segment of segments) {
    const wanted = segment.marks.map((mark) => ({ mark, key: LINKS.includes(mark) ? `${mark} ${segment.url}` : mark }));
    const differs = wanted.findIndex(({ key }, depth) => open[depth]?.key !== key);
    const shared = differs === -1 ? wanted.length : differs;
    open = open.slice(0, shared);
    for (const { mark, key } of wanted.slice(shared)) {
      const node = marked(mark, segment, acts);
      (open.at(-1)?.node ?? root).append(node);
      open.push({ key, node });
    }
    (open.at(-1)?.node ?? root).append(segment.text);
  }
  root.querySelectorAll("blockquote, pre").forEach(trimAround);
  return root;
}

function marked(mark, segment, acts) {
  if (mark === "spoiler") return spoiler();
  if (mark === "bot_command") return button("", () => acts.command(segment.text), "link");
  if (LINKS.includes(mark)) return link(segment, acts);
  return element(TAGS[mark] ?? "span", mark in TAGS ? {} : { className: `mark ${mark}` });
}

export function link({ url, start }, acts, className = "link") {
  if (start !== null) return button("", () => acts.open(start), className);
  if (!/^https?:\/\//i.test(url ?? "")) return element("span", { className });
  return element("a", { className, href: url, target: "_blank", rel: "noopener noreferrer" });
}

function spoiler() {
  const node = element("span", { className: "spoiler", role: "button", tabindex: "0", "aria-label": word("spoiler") });
  const show = (event) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    node.className = "spoiler shown";
    for (const name of ["role", "tabindex", "aria-label"]) node.removeAttribute(name);
  };
  node.addEventListener("click", show);
  node.addEventListener("keydown", show);
  return node;
}

// A block begins and ends its own line: the line break beside it in the text is already there.
function trimAround(block) {
  const [before, after] = [block.previousSibling, block.nextSibling];
  if (before?.nodeType === Node.TEXT_NODE) before.data = before.data.replace(/\n$/, "");
  if (after?.nodeType === Node.TEXT_NODE) after.data = after.data.replace(/^\n/, "");
}
