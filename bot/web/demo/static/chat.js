// One chat's messages, kept up to date in place: what did not change keeps its node, its scroll and its focus.
import { messageNode } from "./message.js";
import { element, word } from "./words.js";

const day = new Intl.DateTimeFormat("uk", { day: "numeric", month: "long" });
const NEAR_PX = 60;

export class Chat {
  constructor(title, acts, scrolled) {
    this.shown = new Map();
    this.acts = acts;
    this.log = element("div", { className: "log", role: "log", "aria-live": "polite", "aria-label": title, tabindex: "0" });
    this.log.addEventListener("scroll", () => { if (this.lookWhere()) scrolled(); });
    // A picture that arrives later than its message pushes the end away.
    this.log.addEventListener("load", () => { if (this.following) this.toEnd(); }, true);
    new ResizeObserver(() => { if (this.following) this.toEnd(); }).observe(this.log);
    this.following = true;
    this.top = 0;
  }

  // Only scrolling up stops following: a log that shrank, say above a keyboard, is not where somebody wants to stay.
  lookWhere() {
    const { scrollHeight, scrollTop, clientHeight } = this.log;
    if (scrollHeight - scrollTop - clientHeight < NEAR_PX) this.following = true;
    else if (scrollTop < this.top) this.following = false;
    this.top = scrollTop;
    return this.following;
  }

  toEnd() {
    this.log.scrollTop = this.log.scrollHeight;
    this.following = true;
  }

  // Returns how many messages of others are new.
  update(state, description) {
    const known = new Map(state.messages.map((message) => [message.id, message]));
    for (const [id, { node }] of this.shown) if (!known.has(id)) { node.remove(); this.shown.delete(id); }
    let fresh = 0;
    let mine = false;
    for (const message of state.messages) {
      const answered = known.get(message.reply_to);
      const look = JSON.stringify([message, answered && answered.segments]);
      const before = this.shown.get(message.id);
      if (before?.look === look) continue;
      const node = messageNode(message, { answered, group: !state.private, acts: this.acts });
      if (before) replace(before.node, node);
      else this.log.append(node);
      if (!before && message.own) mine = true;
      if (!before && !message.own) fresh += 1;
      this.shown.set(message.id, { look, node, sent_at_s: message.sent_at_s });
    }
    this.separateDays();
    this.welcome(state, description);
    if (mine || this.following) this.toEnd();
    return fresh;
  }

  separateDays() {
    this.log.querySelectorAll(".day").forEach((line) => line.remove());
    let last = null;
    for (const { node, sent_at_s } of this.shown.values()) {
      const name = day.format(new Date(sent_at_s * 1000));
      if (name !== last) node.before(element("p", { className: "day" }, name));
      last = name;
    }
  }

  welcome(state, description) {
    this.log.querySelector(".welcome")?.remove();
    if (state.messages.length) return;
    this.log.append(element("p", { className: "welcome", dir: "auto" }, (state.private && description) || word("empty")));
  }
}

// Puts the new node in the old one's place. Focus on a button stays at the same button.
function replace(old, node) {
  const buttons = [...old.querySelectorAll("button, a")];
  const at = buttons.indexOf(document.activeElement);
  const wanted = old.contains(document.activeElement) ? document.activeElement.textContent : null;
  old.replaceWith(node);
  if (wanted === null) return;
  const now = [...node.querySelectorAll("button, a")];
  const target = now.find((one) => one.textContent === wanted) ?? now[Math.min(at, now.length - 1)];
  if (target) target.focus({ preventScroll: true });
  else {
    node.tabIndex = -1;
    node.focus({ preventScroll: true });
  }
}
