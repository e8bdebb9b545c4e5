//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// The whole flow with oauth-1.0a and Node's fetch. See ../clients.py for what it reads and prints.

import { createHmac } from "node:crypto";
import { createRequire } from "node:module";
import { createInterface } from "node:readline/promises";

// Debian's folder, which Node does not look into by itself.
const OAuth = createRequire(import.meta.url)("/usr/share/nodejs/oauth-1.0a");
const { BASE: base, KEY: key, SECRET: secret, CALLBACK: callback } = process.env;
const oauth = OAuth({
  consumer: { key, secret },
  signature_method: "HMAC-SHA1",
  realm: "photos",
  hash_function: (text, key) => createHmac("sha1", key).update(text).digest("base64"),
});

const say = (line) => console.log(JSON.stringify(line));

/** Sends a request with the OAuth parameters in the header, `more` ones of them included. */
async function send(flow, method, path, { token, form, more }) {
  const url = base + path;
  const signed = oauth.authorize({ method, url, data: { ...form, ...more } }, token);
  const headers = oauth.toHeader({ ...signed, ...more });
  const body = form && new URLSearchParams(form).toString();
  if (form) headers["Content-Type"] = "application/x-www-form-urlencoded";
  const response = await fetch(url, { method, headers, body });
  const text = await response.text();
  say({ flow, status: response.status, body: text });
  return { ok: response.ok, form: new URLSearchParams(text) };
}

function tokenIn(answer) {
  if (!answer.ok) process.exit(1);
  return { key: answer.form.get("oauth_token"), secret: answer.form.get("oauth_token_secret") };
}

const encoded = (pairs) => Object.entries(pairs).map((pair) => pair.map(oauth.percentEncode).join("=")).join("&");

let answer = await send("request token", "POST", "/oauth/request_token", {
  form: { scope: "read write" },
  more: { oauth_callback: callback },
});
let token = tokenIn(answer);
say({ authorize: `${base}/oauth/authorize?${new URLSearchParams({ oauth_token: token.key })}` });
const input = createInterface({ input: process.stdin });
const redirect = new URL((await input[Symbol.asyncIterator]().next()).value);
input.close();

const verifier = redirect.searchParams.get("oauth_verifier");
answer = await send("access token", "POST", "/oauth/access_token", { token, more: { oauth_verifier: verifier } });
token = tokenIn(answer);
await send("get", "GET", `/api/me?${encoded(JSON.parse(process.env.QUERY))}`, { token });
await send("form", "POST", "/api/form", { token, form: JSON.parse(process.env.FORM) });
answer = await send("refresh", "POST", "/oauth/renew_token", {
  token,
  more: { oauth_session_handle: answer.form.get("oauth_session_handle") },
});
token = tokenIn(answer);
await send("refreshed get", "GET", "/api/me", { token });
await send("revoke", "POST", "/oauth/revoke_token", { token });
await send("revoked get", "GET", "/api/me", { token });
