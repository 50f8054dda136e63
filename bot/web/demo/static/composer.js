// The input line: text, files, the command menu and ready answers.
import { InlineSearch } from "./inline.js";
import { plain } from "./message.js";
import { Fault } from "./server.js";
import { button, element, word } from "./words.js";

const PHOTOS = ["image/png", "image/jpeg"];

export class Composer {
  // `phone` talks to the program, `place()` is the number of the open chat, `tell(text)` shows a notice.
  constructor(form, phone, place, tell) {
    Object.assign(this, { form, phone, place, tell, context: null, state: null, username: "" });
    const find = (selector) => form.querySelector(selector);
    this.text = find("textarea");
    this.menu = find(".menu");
    this.panels = { commands: find(".commands"), keyboard: find(".keyboard"), context: find(".context") };
    this.inline = new InlineSearch(find(".results"), this);
    this.file = find("input[type=file]");
    this.attach = find(".attach");
    form.addEventListener("submit", (event) => { event.preventDefault(); this.send(); });
    form.addEventListener("keydown", (event) => this.onKey(event));
    this.text.addEventListener("input", () => this.typed());
    this.menu.addEventListener("click", () => this.toggleMenu(this.panels.commands.hidden));
    this.attach.addEventListener("click", () => this.file.click());
    this.file.addEventListener("change", () => this.attached());
    find(".cancel").addEventListener("click", () => { this.leave(); this.text.focus(); });
  }

  show(state, username) {
    const before = this.state;
    this.state = state;
    this.username = username;
    this.attach.hidden = !state.private;
    if (JSON.stringify(before?.keyboard) !== JSON.stringify(state.keyboard)) this.showKeyboard();
    if (JSON.stringify(before?.commands) !== JSON.stringify(state.commands)) this.showCommands();
  }

  async attempt(deed) {
    try {
      return await deed();
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      this.tell(word(error.message));
      return null;
    }
  }

  onKey(event) {
    if (event.key === "Escape") {
      if (!this.panels.commands.hidden) { this.toggleMenu(false); this.menu.focus(); }
      else if (this.context) { this.leave(); this.text.focus(); }
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.target === this.text) {
      event.preventDefault();
      this.send();
    }
  }

  typed() {
    this.text.style.height = "auto";
    this.text.style.height = `${this.text.scrollHeight + 2}px`;
    this.inline.search(this.text.value);
  }

  fill(text) {
    this.text.value = text;
    this.text.focus();
    this.typed();
  }

  async send() {
    const text = this.text.value.trim();
    const { kind, message, file } = this.context ?? {};
    if (!text && !file) return;
    const chat = this.place();
    const sent = await this.attempt(() => {
      if (file) return this.phone.sendFile(file, PHOTOS.includes(file.type) ? "photo" : "document", text);
      if (kind === "editing") return this.phone.deed("edit", { chat, message: message.id, text });
      return this.phone.deed("say", { chat, text, reply_to: message?.id });
    });
    if (sent === null) return;
    const typedMeanwhile = this.text.value.trim() !== text;
    this.leave();
    if (!typedMeanwhile) this.fill("");
  }

  // What the next message will be: a reply, an edit, a file's caption.
  enter(kind, about, more) {
    this.context = { kind, ...more };
    this.panels.context.hidden = false;
    this.panels.context.querySelector(".about").textContent = about;
    this.text.focus();
  }

  leave() {
    if (this.context?.kind === "editing") this.text.value = "";
    this.context = null;
    this.file.value = "";
    this.panels.context.hidden = true;
  }

  reply(message) {
    this.enter("replying", word("replying", { text: plain(message).slice(0, 80) }), { message });
  }

  edit(message) {
    this.enter("editing", word("editing", { text: plain(message).slice(0, 80) }), { message });
    this.fill(plain(message));
  }

  attached() {
    const [file] = this.file.files;
    if (file) this.enter("attached", word("attached", { name: file.name }), { file });
  }

  toggleMenu(open) {
    this.panels.commands.hidden = !open;
    this.menu.setAttribute("aria-expanded", String(open));
    if (open) this.panels.commands.querySelector("button")?.focus();
  }

  showCommands() {
    const { commands } = this.state;
    const rows = commands.map(({ command, description }) => {
      const chosen = () => {
        this.toggleMenu(false);
        this.command(`/${command}`);
        this.text.focus();
      };
      const row = button(element("strong", {}, `/${command}`), chosen);
      row.append(element("span", { dir: "auto" }, description));
      return row;
    });
    this.panels.commands.replaceChildren(...(rows.length ? rows : [element("p", {}, word("no_commands"))]));
  }

  command(text) {
    const addressed = this.state.private || text.includes("@") ? text : `${text}@${this.username}`;
    return this.attempt(() => this.phone.deed("say", { chat: this.place(), text: addressed }));
  }

  showKeyboard() {
    const press = (text) => this.attempt(() => this.phone.deed("key", { chat: this.place(), text }));
    const key = (text) => button(element("bdi", {}, text), () => press(text));
    const rows = this.state.keyboard.map((row) => element("div", { className: "row" }, ...row.map(key)));
    this.panels.keyboard.replaceChildren(...rows);
    this.panels.keyboard.hidden = rows.length === 0;
  }
}
