import { call, goTo, onSubmit, openLive, showFailure } from "./api.js";

const find = (id) => document.getElementById(id);

async function showUser() {
  const { name, email } = await (await call("GET", "/me")).json();
  find("user").textContent = `Hello, ${name} (${email})`;
}

async function showDevices() {
  const devices = await (await call("GET", "/devices")).json();
  find("devices").replaceChildren(...devices.map(lineOf));
}

function lineOf({ id, label, last_used, is_this }) {
  const line = document.createElement("li");
  const used = new Date(last_used).toLocaleString();
  line.textContent = is_this ? `${label}, this device ` : `${label}, last used ${used} `;
  if (!is_this) {
    const button = document.createElement("button");
    button.textContent = "Log out";
    button.addEventListener("click", async () => {
      await showFailure(await call("DELETE", `/devices/${id}`));
      await showDevices();
    });
    line.append(button);
  }
  return line;
}

/** Shows the number of devices for as long as the session lasts. */
function watch() {
  const socket = openLive();
  socket.addEventListener("message", async ({ data }) => {
    const text = `Logged in on ${data} ${data === "1" ? "device" : "devices"}`;
    if (find("live").textContent !== text) {
      find("live").textContent = text;
      await showDevices();
    }
  });
  socket.addEventListener("close", async () => {
    find("live").textContent = "Not connected";
    // A page is not told why a WebSocket was closed by a proxy, or refused. The response to a request says whether the
    // session has ended, or needs new tokens; `call` does the rest.
    await call("GET", "/me").catch(() => {});
    setTimeout(watch, 500);
  });
}

onSubmit(find("rename"), async (form) => {
  await showFailure(await call("POST", "/name", form));
  await showUser();
});

for (const [id, path] of [["logout", "/logout"], ["everywhere", "/logout/everywhere"]]) {
  find(id).addEventListener("click", async () => {
    const response = await call("POST", path);
    await (response.ok ? goTo("/login") : showFailure(response));
  });
}

await showUser();
watch();
