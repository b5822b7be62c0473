// What simcord's page lacks: a list of the channels, the menu of a message, and ways from a mention to a channel.
// bot/browser.py puts `places` and the `menus` of messages into what the page is told; bot/browser_page.py calls these functions.

/** @type {(kind: string, body: object) => void} */
let dispatch = () => {};
/** What the page shows; @type {any} */
let shown = null;
/** By channel: its newest message when it was last looked at. */
const read = new Map();

/** @param {string} tag @param {string} className @param {string} [text] */
function make(tag, className, text = "") {
  return Object.assign(document.createElement(tag), { className, textContent: text });
}

/** @param {string} id */
function goTo(id) {
  if (document.querySelector(".messages-open")) document.getElementById("drawer-scrim")?.click();
  if (shown && id !== shown.channelId) dispatch("viewer", { viewer_id: shown.viewerId, channel_id: id });
}

/** @param {any} place */
function channelRow(place) {
  const row = make("button", `place${place.thread ? " place-thread" : ""}`);
  row.append(make("span", "place-mark", place.thread ? "↳" : "#"), make("span", "place-name", place.name));
  row.title = place.topic || place.name;
  const known = read.get(place.id);
  if (place.id === shown.channelId) {
    row.setAttribute("aria-current", "page");
    read.set(place.id, place.last);
  } else if (known === undefined) read.set(place.id, place.fresh ? "" : place.last);
  if (read.get(place.id) !== place.last) row.classList.add("place-unread");
  row.addEventListener("click", () => goTo(place.id));
  return row;
}

globalThis.hyosan = {
  /** @param {typeof dispatch} send */
  connect(send) { dispatch = send; },

  /** @param {any} snapshot */
  update(snapshot) {
    if (shown && shown.viewerId !== snapshot.viewerId) read.clear();
    shown = snapshot;
    document.getElementById("places")?.replaceChildren(...(snapshot.places ?? []).map(channelRow));
  },

  /** Offer what Discord has under Apps. @param {HTMLElement} toolbar @param {any} message */
  menus(toolbar, message) {
    for (const name of message.menus ?? []) {
      const button = make("button", "message-action-button message-menu", name);
      button.addEventListener("click", () =>
        dispatch("click", { control_key: `message:${message.id}:component:menu`, menu: name }));
      toolbar.append(button);
    }
  },
};

/** Begin to type a command that stands in a text, as a press on it does on Discord. @param {string} command */
function begin(command) {
  const input = document.getElementById("channel-composer-input");
  if (!(input instanceof HTMLTextAreaElement) || input.value) return;
  input.focus();
  input.value = command;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  const opened = () => document.querySelector(".command-entry");
  const choose = (/** @type {number} */ left) => {
    if (opened()) input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
    else if (left) setTimeout(choose, 50, left - 1);
  };
  choose(40);
}

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element) || !shown) return;
  const command = event.target.closest(".channel-message .command-mention");
  if (command) begin(command.textContent ?? "");
  // A channel that is named in a text, and a link to a message in one.
  const pressed = event.target.closest(".channel-message .mention, .channel-message a[href*='/channels/']");
  const place = pressed instanceof HTMLAnchorElement
    ? shown.places?.find((/** @type {any} */ each) => pressed.href.split("/").includes(each.id))
    : shown.places?.find((/** @type {any} */ each) => pressed?.textContent === `#${each.name}`);
  if (!place) return;
  event.preventDefault();
  goTo(place.id);
});

const status = document.getElementById("action-status");
if (status) new MutationObserver(() => {
  const trouble = /not completed|not be retried|awaiting|interrupted|ended|closed|unavailable|Loading/.test(status.textContent ?? "");
  status.classList.toggle("all-well", !trouble);
}).observe(status, { childList: true });
