import { render } from "react-dom";
import { GoogleAuth, GoogleAuthConsumer } from "react-google-oauth2";

import { App } from "./App.jsx";
import { redirectToFakeGoogle } from "./fakeGoogle.js";
import { comeBack } from "./signIn.js";

// Called before anything is rendered, because react-google-oauth2 then removes Google's response from the address.
const signIn = comeBack();
const main = document.getElementById("main");

/** Loads the settings of the client at Google. They are configured in the service only. */
async function loadSettings() {
  const response = await fetch("/api/v1/google");
  if (!response.ok) {
    throw new Error(`the service responded with ${response.status}`);
  }
  return response.json();
}

try {
  const settings = await loadSettings();
  if (settings.fake_google) {
    redirectToFakeGoogle(settings.fake_google);
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
