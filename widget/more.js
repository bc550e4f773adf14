/** The hint that the transcript goes on below what is in view. */

const REST = 16; // px: the room under the last line, where nothing is hidden
const KEPT = 96; // px: what was at the bottom stays in view, now at the top, clear of the button that covered it
const CALM = matchMedia("(prefers-reduced-motion: reduce)");

/** Shows `button` while `log` goes on below; pressed, it scrolls on by a screen. */
export function hintBelow(log, button) {
  const update = () => (button.hidden = log.scrollHeight - log.scrollTop - log.clientHeight <= REST);
  log.addEventListener("scroll", update);
  new ResizeObserver(update).observe(log);
  // Messages come and go, and sources are opened.
  new MutationObserver(update).observe(log, { childList: true, subtree: true, attributes: true });
  button.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays where it is
  button.addEventListener("click", () => {
    log.scrollBy({ top: Math.max(log.clientHeight - KEPT, log.clientHeight / 2), behavior: CALM.matches ? "auto" : "smooth" });
  });
}
