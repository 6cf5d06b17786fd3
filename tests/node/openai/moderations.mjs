// A program that knows OpenAI's moderations and nothing of the service: it has a base URL and a key. Reads one JSON document { baseURL, apiKey, inputs } and writes one
// line of JSON for each input: what the client made of the answer, or of the error.
import OpenAI from "openai";
import { readFileSync } from "node:fs";

const { baseURL, apiKey, inputs } = JSON.parse(readFileSync(0, "utf8"));
const client = new OpenAI({ baseURL, apiKey, maxRetries: 0 });
for (const input of inputs) {
  try {
    const { data, response } = await client.moderations.create({ input, model: "omni-moderation-latest" }).withResponse();
    console.log(JSON.stringify({ answer: data, requestId: response.headers.get("x-request-id") }));
  } catch (error) {
    console.log(JSON.stringify({ error: { name: error.constructor.name, status: error.status, code: error.code, param: error.param, type: error.type, message: error.message } }));
  }
}
