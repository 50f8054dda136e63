// One message as a bubble with its buttons.
import { link, textNodes } from "./text.js";
import { button, element, word } from "./words.js";

const clock = new Intl.DateTimeFormat("uk", { hour: "2-digit", minute: "2-digit" });
const kilobytes = new Intl.NumberFormat("uk", { style: "unit", unit: "kilobyte", maximumFractionDigits: 0 });

export const plain = (message) => message.segments.map((segment) => segment.text).join("");

// Shapes: `message` as the server describes it; `answered` is the message it replies to, if it is known; `acts` are
// what a person can do with it: press, open, command, share, copy, reply, edit.
export function messageNode(message, { answered, group, acts }) {
  if (message.service) return element("p", { className: "service" }, word(message.service, { sender: message.sender }));
  const bubble = element("div", { className: "bubble" });
  if (group && !message.own) bubble.append(element("p", { className: "sender", dir: "auto" }, message.sender));
  if (message.via) bubble.append(element("p", { className: "via" }, word("via", { name: message.via })));
  if (answered) bubble.append(quote(answered));
  bubble.append(...message.files.map(fileNode));
  if (message.contact) bubble.append(element("p", {}, word("contact", { phone: message.contact })));
  const text = textNodes(message.segments, acts);
  if (message.segments.length) bubble.append(element("div", { className: "text", dir: "auto" }, text));
  bubble.append(footer(message, group, acts));
  const node = element("article", { className: message.own ? "message own" : "message" }, bubble);
  if (message.buttons.length) node.append(keyboardNode(message, acts));
  return node;
}

function quote(message) {
  const said = element("span", { dir: "auto" }, plain(message).slice(0, 120));
  return element("p", { className: "quote" }, element("strong", {}, message.sender), said);
}

function footer(message, group, acts) {
  const sent = new Date(message.sent_at_s * 1000);
  const foot = element("footer", {});
  foot.append(...message.reactions.map((emoji) => element("span", { className: "reaction" }, emoji)));
  if (group && !message.own) foot.append(button(word("reply"), () => acts.reply(message), "act"));
  if (message.editable) foot.append(button(word("edit"), () => acts.edit(message), "act"));
  if (message.pinned) foot.append(element("span", {}, word("pinned")));
  if (message.edited) foot.append(element("span", {}, word("edited")));
  foot.append(element("time", { datetime: sent.toISOString() }, clock.format(sent)));
  return foot;
}

function fileNode(file) {
  const address = `files/${encodeURIComponent(file.id)}`;
  if (file.kind === "photo") {
    const picture = element("img", { src: address, alt: word("picture") });
    return element("a", { className: "picture", href: address, target: "_blank", rel: "noopener" }, picture);
  }
  if (file.kind === "voice") return element("audio", { controls: "", src: address });
  const size = kilobytes.format(Math.max(1, Math.round(file.size / 1024)));
  return element(
    "a",
    { className: "document", href: address, download: file.name },
    element("span", { className: "sheet", "aria-hidden": "true" }),
    element("span", {}, element("bdi", {}, file.name), element("small", {}, `${word("document")}, ${size}`)),
  );
}

function keyboardNode(message, acts) {
  const nodes = message.buttons.map((row) => row.map((described) => buttonNode(message, described, acts)));
  return element("div", { className: "buttons" }, ...nodes.map((row) => element("div", { className: "row" }, ...row)));
}

function buttonNode(message, described, acts) {
  const label = element("bdi", {}, described.text);
  if (described.action === "callback_data") {
    const pressed = async () => {
      if (node.getAttribute("aria-busy") === "true") return;
      node.setAttribute("aria-busy", "true");
      await acts.press(message, described);
      node.removeAttribute("aria-busy");
    };
    const node = button(label, pressed);
    return node;
  }
  if (described.action === "copy_text") return button(label, () => acts.copy(described.value));
  if (described.action.startsWith("switch_inline_query")) return button(label, () => acts.share(described), "share");
  const { value, start } = described;
  const node = link({ url: value, start }, acts, start === null ? "outside" : "");
  node.append(label);
  return node;
}
