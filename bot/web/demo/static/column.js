// One person's phone: their chats, and what they do in them.
import { Chat } from "./chat.js";
import { Composer } from "./composer.js";
import { chooseChat, notice } from "./dialogs.js";
import { phone } from "./server.js";
import { button, element, word } from "./words.js";

const TOAST_MS = 5000;
const TYPING_MS = 5000;

export class Column {
  constructor(section, arrived) {
    Object.assign(this, { section, arrived, chats: [], open: 0, state: null, typingVersion: null });
    this.phone = phone(section.dataset.person);
    const find = (selector) => section.querySelector(selector);
    const names = ["chats", "logs", "typing", "newer", "toast", "start", "composer"];
    this.parts = Object.fromEntries(names.map((name) => [name, find(`.${name}`)]));
    this.composer = new Composer(this.parts.composer, this.phone, () => this.open, (text) => this.toast(text));
    this.parts.newer.addEventListener("click", () => this.chats[this.open].toEnd());
    find(".start button").addEventListener("click", () => this.start());
  }

  show(state) {
    const first = this.state === null;
    this.state = state;
    state.chats.forEach((described, place) => {
      this.chats[place] ??= this.newChat(described, place);
      const fresh = this.chats[place].update(described, state.bot.description);
      if (first || !fresh) return;
      if (place !== this.open) this.chats[place].unread = true;
      else if (!this.chats[place].following) this.parts.newer.hidden = false;
      this.arrived();
    });
    this.showOpen();
  }

  newChat(described, place) {
    const chat = new Chat(described.title, this.acts(place), () => { this.parts.newer.hidden = true; });
    chat.tab = button(element("bdi", {}, described.title), () => this.switchTo(place));
    this.parts.logs.append(chat.log);
    this.parts.chats.append(chat.tab);
    return chat;
  }

  acts(place) {
    return {
      press: (message, described) => this.press(place, message, described),
      open: (start) => this.openLink(start),
      command: (text) => this.composer.command(text),
      reply: (message) => this.composer.reply(message),
      edit: (message) => this.composer.edit(message),
      share: (described) => this.share(described),
      copy: async (text) => { await navigator.clipboard.writeText(text); this.toast(word("copied")); },
    };
  }

  showOpen() {
    const described = this.state.chats[this.open];
    this.chats.forEach((chat, place) => {
      const open = place === this.open;
      if (open) chat.unread = false;
      chat.log.hidden = !open;
      chat.tab.setAttribute("aria-pressed", String(open));
      chat.tab.classList.toggle("has-unread", Boolean(chat.unread));
    });
    this.parts.start.hidden = described.started;
    this.parts.composer.hidden = !described.started;
    this.composer.show(described, this.state.bot.username);
    if (this.startedHere && described.started) {
      this.startedHere = false;
      this.composer.text.focus();
    }
    this.showTyping(described);
  }

  showTyping({ typing, version }) {
    const sign = `${this.open}:${version}`;
    if (typing && this.typingVersion === sign) return;
    this.typingVersion = sign;
    clearTimeout(this.typingTimer);
    this.parts.typing.hidden = !typing;
    if (typing) {
      this.parts.typing.textContent = word("typing", { name: this.state.bot.name });
      this.typingTimer = setTimeout(() => { this.parts.typing.hidden = true; }, TYPING_MS);
    }
  }

  switchTo(place) {
    if (place !== this.open) this.composer.leave();
    this.open = place;
    this.parts.newer.hidden = true;
    this.parts.toast.hidden = true;
    this.showOpen();
    this.chats[place].toEnd();
  }

  toast(text) {
    clearTimeout(this.toastTimer);
    this.parts.toast.textContent = text;
    this.parts.toast.hidden = false;
    this.toastTimer = setTimeout(() => { this.parts.toast.hidden = true; }, TOAST_MS);
  }

  async press(chat, message, described) {
    const asked = { chat, message: message.id, data: described.value };
    const answer = await this.composer.attempt(() => this.phone.deed("press", asked));
    if (!answer) return;
    if (answer.notice && answer.alert) notice(answer.notice);
    else if (answer.notice) this.toast(answer.notice);
    if (answer.start != null) this.openLink(answer.start);
    else if (answer.url) window.open(answer.url, "_blank", "noopener,noreferrer");
  }

  async openLink(payload) {
    const opened = await this.composer.attempt(() => this.phone.deed("open", { payload }));
    if (opened !== null) this.switchTo(0);
  }

  // The button makes way for the input line, which takes over the focus; on a phone that would raise the keyboard.
  start() {
    this.startedHere = matchMedia("(pointer: fine)").matches;
    return this.openLink("");
  }

  async share({ action, value }) {
    const here = action === "switch_inline_query_current_chat";
    const place = here ? this.open : await chooseChat(this.state.chats.map((chat) => chat.title));
    if (place === null) return;
    this.switchTo(place);
    this.composer.fill(`@${this.state.bot.username} ${value}`);
  }
}
