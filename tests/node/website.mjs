// A website that knows nothing of the service but the names on its broker. Publishes what it reads (one JSON document with messages) and writes one line of JSON
// for every event it hears, until it has heard as many submissions as it was told to.
import amqp from "amqplib";
import { readFileSync } from "node:fs";

const { broker, messages, submissions } = JSON.parse(readFileSync(0, "utf8"));
const connection = await amqp.connect(broker);
const channel = await connection.createConfirmChannel();

const events = await channel.assertQueue("", { exclusive: true });
await channel.bindQueue(events.queue, "moderation.reply-decided", "#");
const heard = new Set();
let done;
const all = new Promise(resolve => { done = resolve; });
await channel.consume(events.queue, message => {
  const event = JSON.parse(message.content.toString());
  console.log(JSON.stringify({ routingKey: message.fields.routingKey, contentType: message.properties.contentType, event }));
  heard.add(event.id);
  if (heard.size === submissions) {
    done();
  }
}, { noAck: true });

for (const { body, options } of messages) {
  channel.publish("moderation.submit-reply", "", Buffer.from(typeof body === "string" ? body : JSON.stringify(body)), { persistent: true, ...options });
}

await channel.waitForConfirms();
await all;
await connection.close();
