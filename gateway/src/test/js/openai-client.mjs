// Talks to the gateway through OpenAI's own client, as any program would. Prints one JSON object of what it saw.
import OpenAI from "openai";

const baseURL = process.env.MOLTMATES_URL + "/v1";
const operator = new OpenAI({ baseURL, apiKey: process.env.MOLTMATES_OPERATOR_TOKEN, maxRetries: 0 });
const alice = new OpenAI({ baseURL, apiKey: process.env.MOLTMATES_ALICE_TOKEN, maxRetries: 0 });
const nobody = new OpenAI({ baseURL, apiKey: "wrong", maxRetries: 0 });

const said = (text, more = {}) => ({ model: "moltmates", messages: [{ role: "user", content: text }], ...more });

async function refusal(attempt) {
  try {
    await attempt();
    return { status: 200 };
  } catch (error) {
    return { kind: error.constructor.name, status: error.status, type: error.type, code: error.code, message: error.message };
  }
}

const seen = {};

seen.models = (await operator.models.list()).data.map((model) => model.id);

const whole = await operator.chat.completions.create(said("Hello there", { user: "carol" }));
seen.whole = { object: whole.object, role: whole.choices[0].message.role, text: whole.choices[0].message.content,
  finish: whole.choices[0].finish_reason, usage: whole.usage };

const stream = await operator.chat.completions.create(
  said("Hello again", { user: "carol", stream: true, stream_options: { include_usage: true } }));
seen.streamed = { text: "", chunks: 0, finish: null, usage: null };
for await (const chunk of stream) {
  seen.streamed.chunks++;
  seen.streamed.text += chunk.choices[0]?.delta?.content ?? "";
  seen.streamed.finish = chunk.choices[0]?.finish_reason ?? seen.streamed.finish;
  seen.streamed.usage = chunk.usage ?? seen.streamed.usage;
}

const key = { headers: { "Idempotency-Key": "the-same-" + process.pid } };
seen.first = (await operator.chat.completions.create(said("Count me once", { user: "dave" }), key)).choices[0].message.content;
seen.again = (await operator.chat.completions.create(said("Count me once", { user: "dave" }), key)).choices[0].message.content;

seen.own = (await alice.chat.completions.create(said("It is me"))).choices[0].message.content;
seen.foreign = await refusal(() => alice.chat.completions.create(said("Let me in", { user: "bob" })));
seen.wrongToken = await refusal(() => nobody.chat.completions.create(said("Hello")));
seen.tools = await refusal(() => operator.chat.completions.create(said("Hello", {
  tools: [{ type: "function", function: { name: "f", parameters: { type: "object", properties: {} } } }] })));
seen.empty = await refusal(() => operator.chat.completions.create({ model: "moltmates", messages: [] }));
seen.fault = await refusal(() => operator.chat.completions.create(said(process.env.MOLTMATES_FAULT, { user: "erin" })));

console.log(JSON.stringify(seen));
