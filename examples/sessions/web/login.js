import { goTo, onSubmit, send, showFailure } from "./api.js";

for (const id of ["login", "register"]) {
  onSubmit(document.getElementById(id), async (form) => {
    const response = await send("POST", `/${id}`, form);
    await (response.ok ? goTo("/") : showFailure(response));
  });
}
