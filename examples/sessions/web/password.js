import { goTo, onSubmit, send, showFailure } from "./api.js";

const find = (id) => document.getElementById(id);
const link = location.hash.slice(1);

if (link) {
  // The link sets a password, so it does not stay in the address bar and in the history.
  history.replaceState(null, "", location.pathname);
}
find("forgotten").hidden = Boolean(link);
find("reset").hidden = !link;
// A link that is opened in the tab of this page loads no page.
addEventListener("hashchange", () => location.reload());

onSubmit(find("forgotten"), async (form) => {
  const response = await send("POST", "/password/forgotten", form);
  await showFailure(response);
  find("sent").hidden = !response.ok;
});

onSubmit(find("reset"), async (form) => {
  const response = await send("POST", "/password", form, { Authorization: `Bearer ${link}` });
  await (response.ok ? goTo("/login") : showFailure(response));
});
