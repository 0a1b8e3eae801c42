// Telegram's side of a conversation, played by a server for the Bot API that we did not write, with its own client.
// Prints one JSON object of what the person saw.
import TelegramServer from "telegram-test-api";

const token = process.env.MOLTMATES_TOKEN;
const server = new TelegramServer({ host: "127.0.0.1", port: Number(process.env.MOLTMATES_PORT), storeTimeout: 3600 });
await server.start();
const person = server.getClient(token, { userId: 77, chatId: 77, firstName: "Ada", userName: "ada", timeout: 1_200_000 });

const arrived = [];
async function next() {
  while (arrived.length === 0) {
    arrived.push(...(await person.getUpdates()).result.map((update) => update.message));
  }
  return arrived.shift();
}

await person.sendCommand(person.makeCommand("/start"));
const question = await next();
const buttons = question.reply_markup.inline_keyboard.flat();
await person.sendCallback(person.makeCallbackQuery(buttons.find((button) => button.text.includes("Molty")).callback_data));
const greeting = await next();
await person.sendMessage(person.makeMessage("<<say **Bold** & plain>>"));
const answer = await next();
await person.sendCommand(person.makeCommand("/whoami"));
const who = await next();

console.log(JSON.stringify({ buttons: buttons.map((button) => button.text), greeting: greeting.text, answer: answer.text,
  mode: answer.parse_mode, who: who.text }));
process.exit(0);
