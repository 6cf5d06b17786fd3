// Signs an identity token (HS256) with which a website vouches for the author of a reply. Node 18 or later, no library.
//
//   IDENTITY_SECRET=… node sign.mjs k1 gazette https://gazette.example/2026/bridge user-42 "Ana"
import { createHmac } from "node:crypto";
import { fileURLToPath } from "node:url";

/**
 * @param {string} secret  What "moderation identity-keys add" showed. Its bytes are the key, as they are.
 * @param {string} kid     The name of that key.
 * @param {string} site    The id of the site.
 * @param {string} page    The page.id you send with the reply, or its page.url where you send no id.
 * @param {string} subject Who the author is on your website: always the same for the same person. A text, not a number.
 * @param {string=} name   The name you vouch for; it is shown whatever was typed.
 */
export function identityToken(secret, kid, site, page, subject, name) {
  const now = Math.floor(Date.now() / 1000);
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const input = `${part({ alg: "HS256", typ: "JWT", kid })}.${part({ sub: subject, aud: site, page, iat: now, exp: now + 3600, name })}`;
  return `${input}.${createHmac("sha256", secret).update(input).digest("base64url")}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(identityToken(process.env.IDENTITY_SECRET, ...process.argv.slice(2)));
}
