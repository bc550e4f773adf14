/** Fills the demo page with the clinic's facts. Where the server cannot be asked, the page stands as it is. */
import { ChatApi } from "./api.js";

function fill(facts) {
  for (const node of document.querySelectorAll("[data-clinic]")) node.textContent = facts[node.dataset.clinic] ?? "";
  for (const node of document.querySelectorAll("[data-clinic=phone]")) node.href = `tel:${facts.phone.replace(/[^\d+]/g, "")}`;
  for (const node of document.querySelectorAll("[data-clinic=email]")) node.href = `mailto:${facts.email}`;
  for (const node of document.querySelectorAll("[data-needs-facts]")) node.hidden = false;
  document.getElementById("sample-banner").hidden = !facts.sample;
  document.getElementById("hours").replaceChildren(...facts.hours.flatMap(hoursRow));
  document.title = document.title.replace(/^[^·]*/, `${facts.name} `);
}

function hoursRow({ day, hours }) {
  const [term, value] = [document.createElement("dt"), document.createElement("dd")];
  term.textContent = day;
  value.textContent = hours;
  return [term, value];
}

function openChat() {
  document.querySelector("clinic-chat").open();
}

for (const button of document.querySelectorAll("[data-open-chat]")) button.addEventListener("click", openChat);
new ChatApi(location.origin).clinic().then(fill, () => {});
