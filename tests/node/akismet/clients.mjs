// Programs that know Akismet and nothing of the service. One client is told a base URL with a path, the other a host, in front of which it puts the key as a label. Reads
// one JSON document { origin, host, port, key, comments } and writes one line of JSON with what each client made of the answers.
import dns from "node:dns";
import { readFileSync } from "node:fs";
import akismetApi from "akismet-api";
import { Author, Blog, CheckResult, Client, Comment } from "@cedx/akismet";

const { origin, host, port, key, comments } = JSON.parse(readFileSync(0, "utf8"));

// What a wildcard in the name server does in earnest: every name under the host is this machine.
const lookup = dns.lookup;
dns.lookup = (name, options, done) => {
  const isOurs = name === host || name.endsWith(`.${host}`);
  return lookup(isOurs ? "127.0.0.1" : name, options, done);
};

const blog = { url: "https://gazette.example/", charset: "UTF-8", languages: ["en", "fr"] };
const prefixed = async apiKey => {
  const client = new Client(apiKey, new Blog(blog), { baseUrl: `${origin}/akismet/` });
  const said = { verified: await client.verifyKey(), checks: [] };
  for (const { name, email, content, role } of said.verified ? comments : []) {
    const author = new Author({ name, email, role, ipAddress: "203.0.113.9", userAgent: "Mozilla/5.0", url: "https://ana.example/" });
    const comment = new Comment({ author, content, context: ["bridges", "ferries"], date: new Date(), permalink: "https://gazette.example/2026/bridge", type: "comment" });
    const result = await client.checkComment(comment);
    said.checks.push(Object.keys(CheckResult).find(one => CheckResult[one] === result));
    await client.submitSpam(comment);
    await client.submitHam(comment);
  }
  return said;
};

const labelled = async apiKey => {
  const client = new akismetApi.AkismetClient({ key: apiKey, blog: blog.url, host: `${host}:${port}`, protocol: "http", lang: "en", charset: "UTF-8" });
  const said = { verified: await client.verifyKey(), checks: [] };
  for (const { name, email, content, role } of said.verified ? comments : []) {
    const comment = { name, email, content, role, ip: "203.0.113.9", useragent: "Mozilla/5.0", permalink: "https://gazette.example/2026/bridge", type: "comment", date: new Date().toISOString(), isTest: false };
    said.checks.push(await client.checkSpam(comment));
    said.checks.push(await client.checkSpam({ ...comment, honeypot: "filled by a machine" }));
    const thanks = [await client.submitSpam(comment), await client.submitHam(comment)];
    said.thanks = thanks.map(answer => answer.text);
  }
  if (!said.verified) {
    said.refusal = await client.checkSpam({ content: "Good morning" }).then(() => "none", error => error.message);
  }
  return said;
};

console.log(JSON.stringify({
  prefixed: await prefixed(key),
  labelled: await labelled(key),
  prefixedWithWrongKey: await prefixed("000000000000"),
  labelledWithWrongKey: await labelled("000000000000"),
}));
