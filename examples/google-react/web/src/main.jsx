import { render } from "react-dom";
import { GoogleAuth, GoogleAuthConsumer } from "react-google-oauth2";

import { App } from "./App.jsx";
import { leadToFakeGoogle } from "./fakeGoogle.js";
import { comeBack } from "./signIn.js";

// Before anything is rendered: react-google-oauth2 removes from the address what Google said.
const signIn = comeBack();
const main = document.getElementById("main");

/** What the service is registered as at Google: it is configured there, once. */
async function loadSettings() {
  const response = await fetch("/api/v1/google");
  if (!response.ok) {
    throw new Error(`the service answered ${response.status}`);
  }
  return response.json();
}

try {
  const settings = await loadSettings();
  if (settings.fake_google) {
    leadToFakeGoogle(settings.fake_google);
  }
  render(
    <GoogleAuth>
      <GoogleAuthConsumer>
        {(auth) => <App auth={auth} settings={settings} signIn={signIn} />}
      </GoogleAuthConsumer>
    </GoogleAuth>,
    main,
  );
} catch (error) {
  console.error(error);
  render(<p role="alert">The service cannot be reached. Load the page again.</p>, main);
}
