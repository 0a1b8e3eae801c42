// A bot made with a library that we did not write, at our double of the Bot API. Ends when somebody writes "end", and
// prints one JSON object of what it saw.
import { Bot, InlineKeyboard, InputFile } from "grammy";

const apiRoot = process.env.MOLTMATES_URL;
const token = process.env.MOLTMATES_TOKEN;
const bot = new Bot(token, { client: { apiRoot } });
const seen = {};

bot.command("start", (context) => context.reply("Which one?", {
  reply_markup: new InlineKeyboard().text("First", "1").text("Second", "2") }));
bot.on("callback_query:data", async (context) => {
  await context.answerCallbackQuery();
  await context.editMessageText("It is " + context.callbackQuery.data);
  await context.reply("Pressed " + context.callbackQuery.data);
});
bot.on("message:document", async (context) => {
  const file = await context.getFile();
  const text = await (await fetch(`${apiRoot}/file/bot${token}/${file.file_path}`)).text();
  await context.replyWithDocument(new InputFile(Buffer.from(text.toUpperCase()), "loud.txt"), { caption: text });
});
bot.on("edited_message:text", (context) => context.reply("Now " + context.editedMessage.text));
bot.on("message:text", async (context) => {
  if (context.message.text === "end") {
    await bot.stop();
    return;
  }
  try {
    await context.reply("Heard " + context.message.text, { reply_parameters: { message_id: context.message.message_id } });
  } catch (error) {
    seen.fault = { code: error.error_code, method: error.method, retryAfter: error.parameters?.retry_after };
    await context.reply("Wait");
  }
});

await bot.start({ onStart: (me) => { seen.name = me.username; } });
console.log(JSON.stringify(seen));
